//! What a read of this room needs: any of trust's proofs, or a change under way (which sees its own rows).

use chrono::NaiveDate;
use store::Reader;
use store::sea_orm::ConnectionTrait;
use trust::{Found, Job, Listed, Opened, Own, Surveyed, Work};

mod sealed {
    pub trait Sealed {}
}

/// A proof with its connection and its day. Implemented for trust's proofs and nothing else.
pub trait Proof: sealed::Sealed + Sync {
    type Conn: ConnectionTrait;
    fn conn(&self) -> &Self::Conn;
    /// Today in Finland at the instant of the request.
    fn today(&self) -> NaiveDate;
}

macro_rules! proofs {
    ($($proof:ty),+) => { $(
        impl sealed::Sealed for $proof {}
        impl Proof for $proof {
            type Conn = Reader;
            fn conn(&self) -> &Reader {
                self.reader()
            }
            fn today(&self) -> NaiveDate {
                self.today()
            }
        }
    )+ };
}

proofs!(Found, Listed, Opened, Own, Surveyed);

impl sealed::Sealed for Work {}
impl Proof for Work {
    type Conn = Work;
    fn conn(&self) -> &Work {
        self
    }
    fn today(&self) -> NaiveDate {
        self.today()
    }
}

impl sealed::Sealed for Job {}
impl Proof for Job {
    type Conn = Reader;
    fn conn(&self) -> &Reader {
        self.reader()
    }
    fn today(&self) -> NaiveDate {
        self.gate().ctx().today()
    }
}
