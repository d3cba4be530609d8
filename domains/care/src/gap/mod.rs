//! What was done but not recorded is found and shown to whom it belongs (U8): a matter moved on without an entry, an assessment
//! left open, a decision without reasons, a plan without the client's view, goals nobody looked at, a customership whose worker
//! has left. What is looked for, when, and whose it is are rules (`rules/gaps.toml`); finding is one statement a kind over the
//! work that is open now, so what has been mended is gone the next time it is asked. One may set a finding aside with a reason.

mod aside;
mod find;
mod list;
mod model;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use tests::plans;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Care;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(list::mine)).routes(routes!(list::team)).routes(routes!(aside::set_aside))
}
