pub mod job;
pub mod keeper;
pub mod left_out;
#[cfg(test)]
mod oracle;
pub mod policy;
pub mod proof;
pub mod work;
