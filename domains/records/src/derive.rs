//! Keys of rows that are made from a resource: always the same for the same resource, so that typed rows made again from
//! the originals are the same rows and links to them hold.

use sha2::{Digest, Sha256};
use uuid::{Uuid, Variant};

/// The `position`-th row of a kind made from a resource. It keeps the resource's time, so such keys are in order too.
pub fn row_id(resource: Uuid, kind: &str, position: usize) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(resource.as_bytes());
    hash.update(kind.as_bytes());
    hash.update((position as u64).to_be_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let mut bytes = *resource.as_bytes();
    for (to, from) in bytes.iter_mut().zip(hash).skip(6) {
        *to = from;
    }
    uuid::Builder::from_bytes(bytes).with_version(uuid::Version::SortRand).with_variant(Variant::RFC4122).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_stable_distinct_and_in_order_with_its_resource() {
        let resource = Uuid::now_v7();
        let made = row_id(resource, "part", 0);
        assert_eq!(made, row_id(resource, "part", 0));
        assert_ne!(made, row_id(resource, "part", 1));
        assert_ne!(made, row_id(resource, "component", 0));
        assert_eq!(made.get_version_num(), 7);
        assert_eq!(made.as_bytes()[..6], resource.as_bytes()[..6]);
    }
}
