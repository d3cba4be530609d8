//! Dashboards: tiles somebody chose, one's own or shared with a team. A shared one is looked at by the whole team and changed only by its
//! owner or the team's lead. Codes only: a dashboard holds no figures, each is asked when it is looked at.

mod model;
pub(crate) mod routes;
mod store;

pub(crate) use store::prune;
