//! Figures: how rows become a number (`tally`), the text they are counted with (`sql`), one's own and one's teams' at the moment they are
//! asked (`live`), the county's as counted last (`county`).

pub(crate) mod county;
mod live;
pub(crate) mod model;
pub(crate) mod period;
pub(crate) mod routes;
pub(crate) mod seen;
pub(crate) mod sql;
pub(crate) mod tally;
