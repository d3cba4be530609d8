pub mod job;
pub mod keeper;
#[cfg(test)]
mod oracle;
pub mod policy;
pub mod proof;
pub mod work;
