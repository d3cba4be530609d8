//! Whether what is known is looked at before a decision, an assessment or a plan is made (U24): shares by team and by month. Nothing is told of
//! a single worker, and no client is named.

mod count;
pub(crate) mod routes;
