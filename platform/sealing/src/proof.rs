//! Proofs of RFC 6962, section 2.1, from the hashes in the database.

use ct_merkle::{ConsistencyProof, RootHash, indices_for_consistency_proof, indices_for_inclusion_proof};
use sha2::Sha256;
use store::sea_orm::ConnectionTrait;

use crate::tree::{Hash, Tiles};
use crate::{Checkpoint, SealError};

/// More than any log will hold: keeps the arithmetic of trees within its numbers.
const MOST: u64 = 1 << 62;

/// That leaf number `leaf` is in the tree of the first `size` leaves: the audit path, from the leaf up.
///
/// # Errors
/// [`SealError::NoSuch`] when the tree is not that large.
pub async fn inclusion(conn: &impl ConnectionTrait, leaf: u64, size: u64) -> Result<Vec<Hash>, SealError> {
    if leaf >= size || size > MOST {
        return Err(SealError::NoSuch);
    }
    let tiles = Tiles::around(conn, size, &[leaf]).await?;
    indices_for_inclusion_proof(size, leaf).into_iter().map(|number| tiles.in_order(number)).collect()
}

/// That the tree of the first `to` leaves goes on from the tree of the first `from`.
///
/// # Errors
/// [`SealError::NoSuch`] when `from` is 0 or more than `to`.
pub async fn consistency(conn: &impl ConnectionTrait, from: u64, to: u64) -> Result<Vec<Hash>, SealError> {
    if from == 0 || from > to || to > MOST {
        return Err(SealError::NoSuch);
    }
    if from == to {
        return Ok(Vec::new());
    }
    let tiles = Tiles::around(conn, to, &[from - 1, from]).await?;
    indices_for_consistency_proof(from, to - from).into_iter().map(|number| tiles.in_order(number)).collect()
}

/// The root of the tree of the first `size` leaves.
pub async fn root_at(conn: &impl ConnectionTrait, size: u64) -> Result<Hash, SealError> {
    Tiles::around(conn, size, &[]).await?.root()
}

/// Whether the later checkpoint goes on from the earlier one by this proof.
pub fn goes_on(earlier: &Checkpoint, later: &Checkpoint, proof: &[Hash]) -> bool {
    if earlier.size == later.size {
        return earlier.root == later.root;
    }
    if earlier.size == 0 || earlier.size > later.size || later.size > MOST {
        return earlier.size == 0 && later.size <= MOST;
    }
    let root = |of: &Checkpoint| RootHash::<Sha256>::new(of.root.into(), of.size);
    let Ok(proof) = ConsistencyProof::<Sha256>::try_from_bytes(proof.concat()) else { return false };
    root(later).verify_consistency(&root(earlier), &proof).is_ok()
}
