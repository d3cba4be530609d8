//! Service needs assessments (SHL 36–37 § [memory]) as the room computes on them. The words are in the document.

pub mod store;
