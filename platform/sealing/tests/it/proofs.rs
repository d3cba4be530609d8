use ct_merkle::{InclusionProof, RootHash};
use sealing::Checkpoint;
use sealing::proof::{consistency, goes_on, inclusion, root_at};
use sha2::Sha256;
use store::both;

use crate::house::House;

both!(
    async fn every_entry_and_every_earlier_state_is_proved(db: TestDb) {
        let house = House::new(&mut db).await;
        house.lines(600).await;
        house.seal().await;
        let conn = house.gate.log_reader();
        let at = async |size: u64| Checkpoint { origin: "x".into(), size, root: root_at(&conn, size).await.unwrap() };
        for size in [1, 2, 3, 7, 255, 256, 257, 300, 511, 512, 513, 600] {
            let tree = at(size).await;
            let root = RootHash::<Sha256>::new(tree.root.into(), size);
            for leaf in [0, 1, size / 2, size.saturating_sub(2), size - 1] {
                let proof = inclusion(&conn, leaf.min(size - 1), size).await.unwrap();
                let hash = house.rows("SELECT hash FROM access_log_leaf WHERE leaf = $1", vec![(leaf.min(size - 1) as i64).into()]).await;
                let hash: Vec<u8> = hash[0].try_get("", "hash").unwrap();
                // The leaf's bytes are known to the sealer only, so the path is walked from its hash.
                assert!(walks(&hash, leaf.min(size - 1), size, &proof, &tree.root), "leaf {leaf} of {size}");
                assert!(InclusionProof::<Sha256>::try_from_bytes(proof.concat()).is_ok());
            }
            for later in [size, 300, 513, 600] {
                if later >= size {
                    let proof = consistency(&conn, size, later).await.unwrap();
                    let later = at(later).await;
                    assert!(goes_on(&tree, &later, &proof), "{size} to {}", later.size);
                    let other = Checkpoint { root: [1; 32], ..tree.clone() };
                    assert!(!goes_on(&other, &later, &proof));
                    if !proof.is_empty() {
                        assert!(!goes_on(&tree, &later, &proof[1..]));
                    }
                }
            }
            assert_eq!(root.num_leaves(), size);
        }
        assert_eq!(at(600).await.root, house.checkpoint().await.root);
        for (leaf, size) in [(600, 600), (0, 0), (5, u64::MAX)] {
            assert!(inclusion(&conn, leaf, size).await.is_err());
        }
        for (from, to) in [(0, 5), (6, 5), (1, u64::MAX)] {
            assert!(consistency(&conn, from, to).await.is_err());
        }
    }
);

/// RFC 9162, section 2.1.3.2.
fn walks(leaf: &[u8], mut number: u64, size: u64, proof: &[[u8; 32]], root: &[u8; 32]) -> bool {
    let (mut last, mut hash): (u64, [u8; 32]) = (size - 1, leaf.try_into().unwrap());
    for step in proof {
        if last == 0 {
            return false;
        }
        if number & 1 == 1 || number == last {
            hash = sealing::tree::parent(step, &hash);
            while number & 1 == 0 && number != 0 {
                number >>= 1;
                last >>= 1;
            }
        } else {
            hash = sealing::tree::parent(&hash, step);
        }
        number >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}
