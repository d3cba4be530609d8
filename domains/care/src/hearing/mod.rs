//! Hearing a client before a decision that refuses something (Administrative Procedure Act 434/2003 34 § [memory]): what is
//! asked, by when, and what was answered.

mod answer;
mod ask;
mod model;
mod routes;
pub(crate) mod store;

pub(crate) use answer::answer_row;
pub use model::{Answered, Hearing, HearingAnswer, NewHearing, Standing, standing};
pub use routes::routes;
