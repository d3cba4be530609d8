//! Ensembles of decision trees (`TreeEnsembleClassifier` and `TreeEnsembleRegressor` of ai.onnx.ml).

use std::collections::HashMap;

use crate::card::Fault;
use crate::net::{Attributes, Post};

#[derive(Clone, Copy, Debug)]
enum Test {
    LessOrEqual,
    Less,
    GreaterOrEqual,
    Greater,
    Equal,
    NotEqual,
}

#[derive(Debug)]
enum Node {
    Branch {
        feature: usize,
        test: Test,
        value: f32,
        yes: usize,
        no: usize,
    },
    /// What it adds to each of the named sums.
    Leaf(Vec<(usize, f32)>),
}

#[derive(Debug)]
pub struct Trees {
    nodes: Vec<Node>,
    roots: Vec<usize>,
    base: Vec<f32>,
    /// Numbers that trees add to: classes, or one value.
    sums: usize,
    /// Weights of one class alone: the other is what is left.
    binary: bool,
    average: bool,
    post: Post,
}

fn broken(what: &str) -> Fault {
    Fault::new("model_unreadable", format!("trees: {what}"))
}

fn place(value: i64) -> Result<usize, Fault> {
    usize::try_from(value).map_err(|_| broken("a negative number"))
}

impl Trees {
    pub fn read(asked: &Attributes<'_>, classifies: bool) -> Result<Self, Fault> {
        let of = |name: &str| if classifies { format!("class_{name}") } else { format!("target_{name}") };
        let (trees, ids) = (asked.ints("nodes_treeids"), asked.ints("nodes_nodeids"));
        let modes = asked.texts("nodes_modes");
        let (features, values) = (asked.ints("nodes_featureids"), asked.floats("nodes_values"));
        let (yes, no) = (asked.ints("nodes_truenodeids"), asked.ints("nodes_falsenodeids"));
        let n = trees.len();
        if n == 0 || [ids.len(), modes.len(), features.len(), values.len(), yes.len(), no.len()].iter().any(|len| *len != n) {
            return Err(broken("lists of other lengths"));
        }
        let at: HashMap<(i64, i64), usize> =
            trees.iter().copied().zip(ids.iter().copied()).enumerate().map(|(at, key)| (key, at)).collect();
        if at.len() != n {
            return Err(broken("a node twice"));
        }
        let ids_of = asked.ints(&of("ids"));
        let weights = asked.floats(&of("weights"));
        let mut leaves: HashMap<usize, Vec<(usize, f32)>> = HashMap::new();
        let mut named: Vec<usize> = Vec::new();
        let keys = asked.ints(&of("treeids")).iter().zip(asked.ints(&of("nodeids")));
        for ((key, id), weight) in keys.zip(ids_of).zip(weights) {
            let node = at.get(&(*key.0, *key.1)).ok_or_else(|| broken("a leaf that is not there"))?;
            let id = place(*id)?;
            named.push(id);
            leaves.entry(*node).or_default().push((id, *weight));
        }
        named.sort_unstable();
        named.dedup();
        let classes = asked.classes();
        let binary = classifies && classes <= 2 && named.len() == 1;
        let sums = if binary || !classifies { 1 } else { classes };
        if binary {
            leaves.values_mut().flatten().for_each(|(id, _)| *id = 0);
        } else if named.last().is_none_or(|last| *last >= sums) {
            return Err(broken("a class that is not there"));
        }
        let mut nodes = Vec::with_capacity(n);
        let mut children = vec![false; n];
        let all = trees.iter().zip(modes).zip(features).zip(values).zip(yes).zip(no).enumerate();
        for (index, (((((tree, mode), feature), value), yes), no)) in all {
            let test = match mode.as_str() {
                "LEAF" => {
                    nodes.push(Node::Leaf(leaves.remove(&index).unwrap_or_default()));
                    continue;
                }
                "BRANCH_LEQ" => Test::LessOrEqual,
                "BRANCH_LT" => Test::Less,
                "BRANCH_GTE" => Test::GreaterOrEqual,
                "BRANCH_GT" => Test::Greater,
                "BRANCH_EQ" => Test::Equal,
                "BRANCH_NEQ" => Test::NotEqual,
                other => return Err(Fault::new("model_unsupported", other)),
            };
            let child = |id: &i64| at.get(&(*tree, *id)).copied().ok_or_else(|| broken("a branch that is not there"));
            let (yes, no) = (child(yes)?, child(no)?);
            for below in [yes, no] {
                if let Some(seen) = children.get_mut(below) {
                    // Reached in one way only: so no walk goes round.
                    if std::mem::replace(seen, true) {
                        return Err(broken("a node reached twice"));
                    }
                }
            }
            nodes.push(Node::Branch { feature: place(*feature)?, test, value: *value, yes, no });
        }
        let roots: Vec<usize> = children.iter().enumerate().filter(|(_, below)| !**below).map(|(at, _)| at).collect();
        let average = match asked.text("aggregate_function").unwrap_or("SUM") {
            "SUM" => false,
            "AVERAGE" => true,
            other => return Err(Fault::new("model_unsupported", other)),
        };
        let base = asked.floats("base_values").to_vec();
        if roots.is_empty() || (!base.is_empty() && base.len() != sums) {
            return Err(broken("base_values"));
        }
        Ok(Self { nodes, roots, base, sums, binary, average, post: Post::read(asked)? })
    }

    /// Numbers of a row of its output.
    pub fn width(&self) -> usize {
        if self.binary { 2 } else { self.sums }
    }

    pub fn run(&self, row: &[f32], out: &mut Vec<f32>) -> Result<(), String> {
        let from = out.len();
        out.resize(from + self.sums, 0.0);
        for root in &self.roots {
            for (id, weight) in self.leaf(*root, row)? {
                if let Some(sum) = out.get_mut(from + id) {
                    *sum += weight;
                }
            }
        }
        let sums = out.get_mut(from..).unwrap_or_default();
        if self.average {
            #[allow(clippy::cast_precision_loss)]
            sums.iter_mut().for_each(|sum| *sum /= self.roots.len() as f32);
        }
        sums.iter_mut().zip(&self.base).for_each(|(sum, base)| *sum += base);
        self.post.apply(sums);
        if self.binary {
            let second = out.pop().unwrap_or_default();
            out.extend([1.0 - second, second]);
        }
        Ok(())
    }

    fn leaf(&self, root: usize, row: &[f32]) -> Result<&[(usize, f32)], String> {
        let mut at = root;
        // Every step goes to another node, so there are no more steps than nodes.
        for _ in 0..=self.nodes.len() {
            match self.nodes.get(at) {
                Some(Node::Leaf(sums)) => return Ok(sums),
                Some(Node::Branch { feature, test, value, yes, no }) => {
                    let told = row.get(*feature).ok_or_else(|| format!("a tree asks of number {feature} of {}", row.len()))?;
                    #[allow(clippy::float_cmp)] // as the file asks
                    let holds = match test {
                        Test::LessOrEqual => told <= value,
                        Test::Less => told < value,
                        Test::GreaterOrEqual => told >= value,
                        Test::Greater => told > value,
                        Test::Equal => told == value,
                        Test::NotEqual => told != value,
                    };
                    at = if holds { *yes } else { *no };
                }
                None => break,
            }
        }
        Err("a tree without an end".into())
    }
}
