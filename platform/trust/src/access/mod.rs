pub mod job;
pub mod policy;
pub mod proof;
pub mod work;
