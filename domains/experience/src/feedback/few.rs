//! What is too few to be told. Pure.

/// Nobody is somebody: nothing tells of no one, but a few are easily known.
pub(crate) fn is_few(n: i64, least: i64) -> bool {
    n > 0 && n < least
}

/// Whether a group is told that stands in larger ones that can be asked for too: neither it nor what is left of a larger one without it may
/// be few.
pub(crate) fn told(n: i64, larger: &[i64], least: i64) -> bool {
    n >= least && larger.iter().all(|all| !is_few(all - n, least))
}

/// Which parts of a told whole are left out: those that are few, and when that is only one, the next smallest too, lest it be counted out
/// of the whole.
pub(crate) fn left_out(sizes: &[i64], least: i64) -> Vec<bool> {
    let mut out: Vec<bool> = sizes.iter().map(|n| is_few(*n, least)).collect();
    if out.iter().filter(|one| **one).count() == 1 {
        let next = sizes.iter().enumerate().filter(|(at, n)| **n > 0 && out.get(*at) == Some(&false)).min_by_key(|(_, n)| **n);
        if let Some(place) = next.and_then(|(at, _)| out.get_mut(at)) {
            *place = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_are_told_neither_alone_nor_by_what_they_leave() {
        assert!(told(5, &[5, 12], 5));
        assert!(!told(4, &[4, 12], 5));
        assert!(!told(9, &[12], 5), "three could be counted out of twelve");
        assert!(!told(0, &[12], 5), "there is nothing to tell");
    }

    #[test]
    fn one_part_left_out_takes_another_with_it() {
        assert_eq!(left_out(&[40, 3, 12, 0], 5), [false, true, true, false]);
        assert_eq!(left_out(&[2, 3, 12], 5), [true, true, false]);
        assert_eq!(left_out(&[9, 12], 5), [false, false]);
    }
}
