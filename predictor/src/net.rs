//! A model as steps over matrices: the linear, tree and small dense part of ONNX (opset of ai.onnx and ai.onnx.ml as those who export such
//! models write them). What is not known is refused by its name when the file is read, never guessed.

use std::collections::HashMap;

use rten_onnx::onnx::{AttributeProto, DataType, GraphProto, ModelProto, NodeProto, TensorProto};

use crate::card::Fault;
use crate::trees::Trees;

/// Rows of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    pub width: usize,
    pub values: Vec<f32>,
}

impl Matrix {
    fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks(self.width.max(1))
    }

    fn map(&self, of: impl Fn(f32) -> f32) -> Self {
        Self { width: self.width, values: self.values.iter().map(|value| of(*value)).collect() }
    }

    fn by_row(&self, width: usize, mut of: impl FnMut(&[f32], &mut Vec<f32>)) -> Self {
        let mut values = Vec::with_capacity(self.values.len() / self.width.max(1) * width);
        for row in self.rows() {
            of(row, &mut values);
        }
        Self { width, values }
    }
}

/// What becomes of scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Post {
    None,
    Logistic,
    Softmax,
}

impl Post {
    pub fn read(node: &Attributes<'_>) -> Result<Self, Fault> {
        match node.text("post_transform").unwrap_or("NONE") {
            "NONE" => Ok(Self::None),
            "LOGISTIC" => Ok(Self::Logistic),
            "SOFTMAX" => Ok(Self::Softmax),
            other => Err(unsupported(other)),
        }
    }

    /// Over the scores of one row.
    pub fn apply(self, row: &mut [f32]) {
        match self {
            Self::None => {}
            Self::Logistic => row.iter_mut().for_each(|value| *value = sigmoid(*value)),
            Self::Softmax => {
                let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                row.iter_mut().for_each(|value| *value = (*value - most).exp());
                let sum: f32 = row.iter().sum();
                row.iter_mut().for_each(|value| *value /= sum);
            }
        }
    }
}

pub fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

#[derive(Clone, Copy, Debug)]
enum Arithmetic {
    Add,
    Sub,
    Mul,
    Div,
}

#[derive(Debug)]
enum Op {
    Same,
    Relu,
    Sigmoid,
    Tanh,
    Softmax,
    /// The other side is a row of constants, or another matrix of as many rows.
    With(Arithmetic),
    /// `weights` has one row for each output.
    Linear {
        weights: Matrix,
        bias: Vec<f32>,
    },
    /// Scores of classes; a single row of weights is the second class's.
    Classes {
        weights: Matrix,
        bias: Vec<f32>,
        post: Post,
    },
    Scale {
        offset: Vec<f32>,
        scale: Vec<f32>,
    },
    Trees(Trees),
}

#[derive(Debug)]
struct Step {
    op: Op,
    input: Place,
    other: Option<Place>,
}

/// Where a value is: told, constant, or of an earlier step.
#[derive(Clone, Copy, Debug)]
enum Place {
    Input,
    Constant(usize),
    Step(usize),
}

/// A model that can be run.
#[derive(Debug)]
pub struct Net {
    constants: Vec<Matrix>,
    steps: Vec<Step>,
    output: Place,
}

fn unsupported(what: impl Into<String>) -> Fault {
    Fault::new("model_unsupported", what)
}

fn unreadable(what: impl Into<String>) -> Fault {
    Fault::new("model_unreadable", what)
}

/// A node's attributes by name.
pub struct Attributes<'a>(&'a [AttributeProto]);

impl<'a> Attributes<'a> {
    fn get(&self, name: &str) -> Option<&'a AttributeProto> {
        self.0.iter().find(|one| one.name.as_deref() == Some(name))
    }
    pub fn floats(&self, name: &str) -> &'a [f32] {
        self.get(name).map(|one| one.floats.as_slice()).unwrap_or_default()
    }
    pub fn ints(&self, name: &str) -> &'a [i64] {
        self.get(name).map(|one| one.ints.as_slice()).unwrap_or_default()
    }
    pub fn texts(&self, name: &str) -> &'a [String] {
        self.get(name).map(|one| one.strings.as_slice()).unwrap_or_default()
    }
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(|one| one.s.as_deref())
    }
    fn int(&self, name: &str, default: i64) -> i64 {
        self.get(name).and_then(|one| one.i).unwrap_or(default)
    }
    fn float(&self, name: &str, default: f32) -> f32 {
        self.get(name).and_then(|one| one.f).unwrap_or(default)
    }
    /// How many classes are named.
    pub fn classes(&self) -> usize {
        self.ints("classlabels_ints").len().max(self.ints("classlabels_int64s").len()).max(self.texts("classlabels_strings").len())
    }
}

/// Constants of the file, as rows.
fn constant(tensor: &TensorProto) -> Result<(String, Matrix), Fault> {
    let name = tensor.name.clone().unwrap_or_default();
    if tensor.data_type != Some(DataType::FLOAT) || !tensor.external_data.is_empty() {
        return Err(unsupported(format!("{name}: only single-precision constants in the file itself")));
    }
    let values: Vec<f32> = match &tensor.raw_data {
        Some(raw) => raw.borrow().chunks_exact(4).filter_map(|four| Some(f32::from_le_bytes(four.try_into().ok()?))).collect(),
        None => tensor.float_data.clone(),
    };
    let width = tensor.dims.last().and_then(|width| usize::try_from(*width).ok()).unwrap_or(1);
    if tensor.dims.len() > 2 || width == 0 || !values.len().is_multiple_of(width) || values.iter().any(|value| !value.is_finite()) {
        return Err(unreadable(name));
    }
    Ok((name, Matrix { width, values }))
}

fn transposed(matrix: &Matrix) -> Matrix {
    let rows: Vec<&[f32]> = matrix.rows().collect();
    let values = (0..matrix.width).flat_map(|column| rows.iter().filter_map(move |row| row.get(column).copied())).collect();
    Matrix { width: rows.len(), values }
}

impl Net {
    /// Reads an ONNX file.
    ///
    /// # Errors
    /// What is wrong with it, or what in it is not known here.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let model = ModelProto::parse_buf(bytes).map_err(|error| unreadable(error.to_string()))?;
        let graph = model.graph.ok_or_else(|| unreadable("no graph"))?;
        Self::of(&graph)
    }

    fn of(graph: &GraphProto) -> Result<Self, Fault> {
        let mut net = Self { constants: Vec::new(), steps: Vec::new(), output: Place::Input };
        let mut places: HashMap<String, Place> = HashMap::new();
        for tensor in &graph.initializer {
            let (name, matrix) = constant(tensor)?;
            places.insert(name, Place::Constant(net.constants.len()));
            net.constants.push(matrix);
        }
        let named = |value: &rten_onnx::onnx::ValueInfoProto| value.name.clone().unwrap_or_default();
        let inputs: Vec<String> = graph.input.iter().map(named).filter(|name| !places.contains_key(name)).collect();
        let [input] = inputs.as_slice() else { return Err(unsupported("more inputs than one")) };
        places.insert(input.clone(), Place::Input);
        for node in &graph.node {
            let place = |nth: usize| node.input.get(nth).and_then(|name| places.get(name)).copied();
            let (op, other) = net.op(node, [place(1), place(2)])?;
            let input = place(0).ok_or_else(|| unreadable(format!("{:?} has no input", node.op_type)))?;
            // A classifier's first output is the class itself; the scores are the second.
            let classifies = matches!(node.op_type.as_deref(), Some("LinearClassifier" | "TreeEnsembleClassifier"));
            if let Some(output) = node.output.get(usize::from(classifies)) {
                places.insert(output.clone(), Place::Step(net.steps.len()));
            }
            net.steps.push(Step { op, input, other });
        }
        let outputs: Vec<String> = graph.output.iter().map(named).collect();
        net.output = outputs.iter().rev().find_map(|name| places.get(name)).copied().ok_or_else(|| unsupported("no output of numbers"))?;
        Ok(net)
    }

    /// The step of a node; `more`: where its second and third input are. Gives where its other side is, too.
    fn op(&self, node: &NodeProto, more: [Option<Place>; 2]) -> Result<(Op, Option<Place>), Fault> {
        let asked = Attributes(&node.attribute);
        let kind = node.op_type.as_deref().unwrap_or_default();
        let known = |place: Option<Place>| match place {
            Some(Place::Constant(at)) => self.constants.get(at).cloned(),
            _ => None,
        };
        let with = |what| more[0].map(|other| (Op::With(what), Some(other))).ok_or_else(|| unreadable(kind));
        let op = match (node.domain.as_deref().unwrap_or_default(), kind) {
            ("" | "ai.onnx", "Identity" | "Dropout") => Op::Same,
            // Every number here is of single precision already.
            ("" | "ai.onnx", "Cast") if asked.int("to", 1) == 1 => Op::Same,
            ("" | "ai.onnx", "Flatten") if asked.int("axis", 1) == 1 => Op::Same,
            ("" | "ai.onnx", "Relu") => Op::Relu,
            ("" | "ai.onnx", "Sigmoid") => Op::Sigmoid,
            ("" | "ai.onnx", "Tanh") => Op::Tanh,
            ("" | "ai.onnx", "Softmax") if [-1, 1].contains(&asked.int("axis", -1)) => Op::Softmax,
            ("" | "ai.onnx", "Add") => return with(Arithmetic::Add),
            ("" | "ai.onnx", "Sub") => return with(Arithmetic::Sub),
            ("" | "ai.onnx", "Mul") => return with(Arithmetic::Mul),
            ("" | "ai.onnx", "Div") => return with(Arithmetic::Div),
            ("" | "ai.onnx", "MatMul") => {
                let weights = transposed(&known(more[0]).ok_or_else(|| unsupported("MatMul of two values"))?);
                Op::Linear { bias: Vec::new(), weights }
            }
            ("" | "ai.onnx", "Gemm") if asked.int("transA", 0) == 0 => {
                let weights = known(more[0]).ok_or_else(|| unsupported("Gemm of two values"))?;
                let weights = if asked.int("transB", 0) == 1 { weights } else { transposed(&weights) };
                let (alpha, beta) = (asked.float("alpha", 1.0), asked.float("beta", 1.0));
                let bias = known(more[1]).map(|bias| bias.map(|value| value * beta).values).unwrap_or_default();
                Op::Linear { weights: weights.map(|value| value * alpha), bias }
            }
            ("ai.onnx.ml", "Scaler") => Op::Scale { offset: asked.floats("offset").into(), scale: asked.floats("scale").into() },
            ("ai.onnx.ml", "LinearRegressor") => {
                if Post::read(&asked)? != Post::None {
                    return Err(unsupported("LinearRegressor with a post_transform"));
                }
                let rows = usize::try_from(asked.int("targets", 1)).unwrap_or(1).max(1);
                Op::Linear { weights: shaped(asked.floats("coefficients"), rows)?, bias: asked.floats("intercepts").into() }
            }
            ("ai.onnx.ml", "LinearClassifier") => {
                let bias: Vec<f32> = asked.floats("intercepts").into();
                let rows = if bias.is_empty() { asked.classes() } else { bias.len() };
                let post = Post::read(&asked)?;
                if rows == 1 && post != Post::Logistic {
                    return Err(unsupported("LinearClassifier of one row without LOGISTIC"));
                }
                Op::Classes { weights: shaped(asked.floats("coefficients"), rows)?, bias, post }
            }
            ("ai.onnx.ml", "TreeEnsembleClassifier") => Op::Trees(Trees::read(&asked, true)?),
            ("ai.onnx.ml", "TreeEnsembleRegressor") => Op::Trees(Trees::read(&asked, false)?),
            (_, other) => return Err(unsupported(other)),
        };
        Ok((op, None))
    }

    /// The probability of each row: the last number of what the model gives. `width`: numbers of a row.
    ///
    /// # Errors
    /// When the model is not of rows of such a width.
    pub fn run(&self, input: &[f32], width: usize) -> Result<Vec<f32>, String> {
        if width == 0 || !input.len().is_multiple_of(width) {
            return Err("no whole rows".into());
        }
        let input = Matrix { width, values: input.to_vec() };
        let mut done: Vec<Matrix> = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            let at = |place: Place| -> Result<&Matrix, String> {
                match place {
                    Place::Input => Ok(&input),
                    Place::Constant(at) => self.constants.get(at).ok_or_else(|| "no such constant".to_owned()),
                    Place::Step(at) => done.get(at).ok_or_else(|| "a step comes before what it needs".to_owned()),
                }
            };
            let other = step.other.map(at).transpose()?;
            let next = step.op.run(at(step.input)?, other)?;
            done.push(next);
        }
        let out = match self.output {
            Place::Step(at) => done.get(at),
            _ => None,
        };
        let out = out.ok_or("no output")?;
        if out.values.len() / out.width.max(1) != input.values.len() / width {
            return Err("another number of rows".into());
        }
        Ok(out.rows().filter_map(|row| row.last().copied()).collect())
    }
}

/// So many rows of weights.
fn shaped(values: &[f32], rows: usize) -> Result<Matrix, Fault> {
    if rows == 0 || values.is_empty() || !values.len().is_multiple_of(rows) {
        return Err(unreadable("coefficients"));
    }
    Ok(Matrix { width: values.len() / rows, values: values.to_vec() })
}

fn dot(weights: &Matrix, bias: &[f32], row: &[f32], out: &mut Vec<f32>) {
    for (nth, weights) in weights.rows().enumerate() {
        let sum: f32 = weights.iter().zip(row).map(|(weight, value)| weight * value).sum();
        out.push(sum + bias.get(if bias.len() == 1 { 0 } else { nth }).copied().unwrap_or(0.0));
    }
}

impl Op {
    fn run(&self, input: &Matrix, other: Option<&Matrix>) -> Result<Matrix, String> {
        let fits =
            |width: usize| if width == input.width { Ok(()) } else { Err(format!("rows of {width} were expected, not {}", input.width)) };
        Ok(match self {
            Op::Same => input.clone(),
            Op::Relu => input.map(|value| value.max(0.0)),
            Op::Sigmoid => input.map(sigmoid),
            Op::Tanh => input.map(f32::tanh),
            Op::Softmax => input.by_row(input.width, |row, out| {
                let from = out.len();
                out.extend_from_slice(row);
                Post::Softmax.apply(out.get_mut(from..).unwrap_or_default());
            }),
            Op::With(what) => {
                let other = other.ok_or("nothing to reckon with")?;
                let one = |a: f32, b: f32| match what {
                    Arithmetic::Add => a + b,
                    Arithmetic::Sub => a - b,
                    Arithmetic::Mul => a * b,
                    Arithmetic::Div => a / b,
                };
                let n = other.values.len();
                if n != 1 && n != input.width && n != input.values.len() {
                    return Err(format!("{n} numbers do not fit rows of {}", input.width));
                }
                let values = input.values.iter().zip(other.values.iter().cycle()).map(|(a, b)| one(*a, *b)).collect();
                Matrix { width: input.width, values }
            }
            Op::Linear { weights, bias } => {
                fits(weights.width)?;
                input.by_row(weights.values.len() / weights.width, |row, out| dot(weights, bias, row, out))
            }
            Op::Classes { weights, bias, post } => {
                fits(weights.width)?;
                let classes = weights.values.len() / weights.width;
                input.by_row(classes.max(2), |row, out| {
                    let from = out.len();
                    dot(weights, bias, row, out);
                    post.apply(out.get_mut(from..).unwrap_or_default());
                    if classes == 1 {
                        let second = out.pop().unwrap_or_default();
                        out.extend([1.0 - second, second]);
                    }
                })
            }
            Op::Scale { offset, scale } => {
                for part in [offset, scale] {
                    if part.len() != 1 {
                        fits(part.len())?;
                    }
                }
                input.by_row(input.width, |row, out| {
                    let all = row.iter().zip(offset.iter().cycle()).zip(scale.iter().cycle());
                    out.extend(all.map(|((value, offset), scale)| (value - offset) * scale));
                })
            }
            Op::Trees(trees) => {
                let mut failed = None;
                let out = input.by_row(trees.width(), |row, out| {
                    if let Err(error) = trees.run(row, out) {
                        failed = Some(error);
                    }
                });
                match failed {
                    Some(error) => return Err(error),
                    None => out,
                }
            }
        })
    }
}
