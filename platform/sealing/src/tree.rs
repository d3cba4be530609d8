//! The Merkle tree of RFC 6962, section 2.1, kept in the database: the leaves, and the roots of every whole subtree of 256
//! leaves, of 256 of those, and so on. What proofs need in between is computed from at most 256 hashes a level.

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;

use crate::SealError;

pub type Hash = [u8; 32];

/// A tile is 2⁸ wide.
pub(crate) const BITS: u32 = 8;

/// SHA-256(0x00 ‖ parts): a leaf cannot be passed off as an inner node.
pub fn leaf_hash(parts: &[&[u8]]) -> Hash {
    let mut hash = Sha256::new_with_prefix([0]);
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// SHA-256(0x01 ‖ left ‖ right).
pub fn parent(left: &Hash, right: &Hash) -> Hash {
    let mut both = [1u8; 65];
    if let Some((a, b)) = both.get_mut(1..).and_then(|rest| rest.split_at_mut_checked(32)) {
        a.copy_from_slice(left);
        b.copy_from_slice(right);
    }
    Sha256::digest(both).into()
}

/// The right edge of a tree: the roots of its whole subtrees, from the largest. Enough to add leaves and to tell the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    peaks: Vec<(u32, Hash)>,
}

impl Edge {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; `tile` is told each tile that got full: level, number, root.
    pub fn push(&mut self, leaf: Hash, mut tile: impl FnMut(u32, u64, Hash)) {
        self.size += 1;
        let (mut level, mut hash) = (0, leaf);
        while let Some((_, left)) = self.peaks.pop_if(|(of, _)| *of == level) {
            hash = parent(&left, &hash);
            level += 1;
            if level % BITS == 0 {
                tile(level / BITS, (self.size >> level) - 1, hash);
            }
        }
        self.peaks.push((level, hash));
    }

    /// Goes on from leaf `size` without knowing those before it: the root is none of a real tree from here on.
    pub fn skip(&mut self, size: u64) {
        self.size = size;
        self.peaks.clear();
    }

    /// The root over all leaves; of no leaves the hash of nothing.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev().map(|(_, hash)| *hash);
        let Some(first) = peaks.next() else { return Sha256::digest([]).into() };
        peaks.fold(first, |right, left| parent(&left, &right))
    }
}

/// The hashes around some places of a tree of a size, read with one statement a level.
pub struct Tiles {
    size: u64,
    hashes: HashMap<(u32, u64), Hash>,
}

impl Tiles {
    /// Reads what paths from `places` to the root of the tree of the first `size` leaves need.
    pub async fn around(conn: &impl ConnectionTrait, size: u64, places: &[u64]) -> Result<Self, DbErr> {
        let mut hashes = HashMap::new();
        let mut level = 0;
        while size >> (BITS * level) > 0 {
            let here = size >> (BITS * level);
            let mut tiles: Vec<u64> = places.iter().chain([&size]).map(|place| (place >> (BITS * level)) >> BITS).collect();
            tiles.sort_unstable();
            tiles.dedup();
            let (table, number) =
                if level == 0 { ("access_log_leaf WHERE", "leaf") } else { ("access_log_tile WHERE level = $1 AND", "tile") };
            let mut values: Vec<Value> = if level == 0 { Vec::new() } else { vec![i32::try_from(level).unwrap_or(i32::MAX).into()] };
            let mut ranges = Vec::new();
            for tile in tiles {
                let (from, to) = (tile << BITS, ((tile + 1) << BITS).min(here));
                values.extend([Value::from(signed(from)), Value::from(signed(to))]);
                ranges.push(format!("({number} >= ${} AND {number} < ${})", values.len() - 1, values.len()));
            }
            let text = format!("SELECT {number} AS number, hash FROM {table} ({})", ranges.join(" OR "));
            for row in sql::rows(conn, &text, values).await? {
                let hash = hash(row.try_get("", "hash")?)?;
                hashes.insert((level, unsigned(row.try_get("", "number")?)?), hash);
            }
            level += 1;
        }
        Ok(Self { size, hashes })
    }

    /// The root of the whole subtree of 2^`level` leaves that is the `number`th of its kind.
    fn node(&self, level: u32, number: u64) -> Option<Hash> {
        let within = level % BITS;
        if within == 0
            && let Some(hash) = self.hashes.get(&(level / BITS, number))
        {
            return Some(*hash);
        }
        if within == 0 {
            return None;
        }
        Some(parent(&self.node(level - 1, number * 2)?, &self.node(level - 1, number * 2 + 1)?))
    }

    /// The root over the leaves from `from` up to `to`, as the tree of `size` leaves has it.
    fn over(&self, from: u64, to: u64) -> Option<Hash> {
        let length = to.checked_sub(from).filter(|length| *length > 0)?;
        if length.is_power_of_two() {
            return self.node(length.trailing_zeros(), from >> length.trailing_zeros());
        }
        let left = 1 << length.ilog2();
        Some(parent(&self.over(from, from + left)?, &self.over(from + left, to)?))
    }

    /// A node by its number in the in-order numbering that RFC 9420 (appendix C) and `ct-merkle` use.
    pub(crate) fn in_order(&self, number: u64) -> Result<Hash, SealError> {
        let level = number.trailing_ones();
        let from = (number >> (level + 1)) << level;
        self.over(from, (from + (1 << level)).min(self.size)).ok_or(SealError::NotWhole)
    }

    /// The root over all `size` leaves.
    pub fn root(&self) -> Result<Hash, SealError> {
        if self.size == 0 {
            return Ok(Edge::default().root());
        }
        self.over(0, self.size).ok_or(SealError::NotWhole)
    }

    /// The right edge, to go on from.
    pub fn edge(&self) -> Result<Edge, SealError> {
        let mut peaks = Vec::new();
        for level in (0..u64::BITS).rev().filter(|level| self.size >> level & 1 == 1) {
            peaks.push((level, self.node(level, (self.size >> level) - 1).ok_or(SealError::NotWhole)?));
        }
        Ok(Edge { size: self.size, peaks })
    }
}

pub(crate) fn hash(bytes: Vec<u8>) -> Result<Hash, DbErr> {
    bytes.try_into().map_err(|_| DbErr::Custom("a hash of the log is not 32 bytes".into()))
}

pub(crate) fn unsigned(number: i64) -> Result<u64, DbErr> {
    u64::try_from(number).map_err(|_| DbErr::Custom("a number of the log is negative".into()))
}

/// Sizes and numbers as the database keeps them.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(hash: Hash) -> String {
        hash.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The roots of certificate-transparency-go's reference tree (leaves of its `testonly` data).
    #[test]
    fn roots_are_those_known_from_elsewhere() {
        let leaves: [&[u8]; 8] = [
            b"",
            &[0],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
        ];
        let mut edge = Edge::default();
        assert_eq!(hex(edge.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for (leaf, root) in leaves.iter().zip(roots) {
            edge.push(leaf_hash(&[leaf]), |_, _, _| {});
            assert_eq!(hex(edge.root()), root, "{} leaves", edge.size());
        }
    }

    #[test]
    fn tiles_are_told_when_they_are_full() {
        let mut told = Vec::new();
        let mut edge = Edge::default();
        for i in 0..66_000u64 {
            edge.push(leaf_hash(&[&i.to_be_bytes()]), |level, number, _| told.push((level, number)));
        }
        assert_eq!(told.iter().filter(|(level, _)| *level == 1).count(), 66_000 / 256);
        assert_eq!(told.iter().filter(|(level, _)| *level == 2).copied().collect::<Vec<_>>(), [(2, 0)]);
        assert_eq!(told[0], (1, 0));
    }
}
