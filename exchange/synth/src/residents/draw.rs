use crate::dice::Dice;

/// Draws `count` of the weighted without putting any back; all of those that weigh anything, when there are fewer. Exactly
/// as many as asked, so that shares come out as they should.
pub fn choose(dice: &mut Dice, weighted: &[(usize, f64)], count: usize) -> Vec<usize> {
    // The smallest of -ln(u) / weight are a draw by weight (Efraimidis and Spirakis).
    let mut keys: Vec<(f64, usize)> =
        weighted.iter().filter(|(_, weight)| *weight > 0.0).map(|(index, weight)| (-(1.0 - dice.unit()).ln() / weight, *index)).collect();
    keys.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keys.truncate(count);
    let mut chosen: Vec<usize> = keys.into_iter().map(|(_, index)| index).collect();
    chosen.sort_unstable();
    chosen
}
