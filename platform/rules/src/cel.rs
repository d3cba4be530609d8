//! Conditions in the Common Expression Language. The interpreter has no budget of its own, so what could run long is not let in: a
//! condition has figures, numbers, comparisons and arithmetic, and nothing that walks over anything.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ::cel::common::ast::{Expr, IdedExpr};
use ::cel::{Context, Program, Value};

/// The longest condition.
pub const LONGEST: usize = 500;
/// Operators inside operators, at most.
const DEEPEST: usize = 32;

/// What a condition may do, by the language's own names, and how it is written.
const LET_IN: &[(&str, &str)] = &[
    ("_&&_", "&&"),
    ("_||_", "||"),
    ("!_", "!"),
    ("_==_", "=="),
    ("_!=_", "!="),
    ("_<_", "<"),
    ("_<=_", "<="),
    ("_>_", ">"),
    ("_>=_", ">="),
    ("_+_", "+"),
    ("_-_", "-"),
    ("_*_", "*"),
    ("-_", "-"),
    ("_?_:_", "? :"),
];

/// A number a condition can ask of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Whole(i64),
    Real(f64),
}

/// What a condition is asked of: fields of figures, by name.
pub type Asked<'a> = BTreeMap<&'a str, Vec<(&'static str, Number)>>;

/// A condition that has been read and looked through.
#[derive(Clone, Debug)]
pub struct Cel {
    program: Arc<Program>,
    /// `figure.field` of each that it names.
    named: BTreeSet<(String, String)>,
}

/// Why a condition is not let in, or could not be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CelFault {
    /// It is no expression; the parser's words.
    Syntax(String),
    TooLong,
    /// Something that is not let in, as it is called.
    NotLetIn(String),
    /// It did not come to true or false.
    NoAnswer(String),
}

impl std::fmt::Display for CelFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(words) => write!(f, "cannot be read: {words}"),
            Self::TooLong => write!(f, "is longer than {LONGEST} characters or nested deeper than {DEEPEST}"),
            Self::NotLetIn(what) => write!(f, "`{what}` is not let in: figures, numbers, comparisons and arithmetic only"),
            Self::NoAnswer(words) => write!(f, "does not come to true or false: {words}"),
        }
    }
}

impl Cel {
    /// Reads a condition.
    ///
    /// # Errors
    /// When it is no expression, is too long, or has what is not let in.
    pub fn read(text: &str) -> Result<Self, CelFault> {
        if text.chars().count() > LONGEST || deep(text) > DEEPEST {
            return Err(CelFault::TooLong);
        }
        let program = Program::compile(text).map_err(|error| CelFault::Syntax(one_line(&error.to_string())))?;
        let mut named = BTreeSet::new();
        walk(program.expression(), &mut named, 0)?;
        Ok(Self { program: Arc::new(program), named })
    }

    /// The figures and fields it names.
    pub fn named(&self) -> impl Iterator<Item = (&str, &str)> {
        self.named.iter().map(|(figure, field)| (figure.as_str(), field.as_str()))
    }

    /// Whether it holds.
    ///
    /// # Errors
    /// When it does not come to true or false: a number divided by nothing, a whole number beside a real one.
    pub fn holds(&self, asked: &Asked<'_>) -> Result<bool, CelFault> {
        let mut context = Context::empty();
        for (name, fields) in asked {
            let fields: HashMap<String, Value> = fields
                .iter()
                .filter(|(field, _)| self.named.iter().any(|(figure, asked)| figure == name && asked == field))
                .map(|(field, number)| {
                    let value = match number {
                        Number::Whole(n) => Value::Int(*n),
                        Number::Real(n) => Value::Float(*n),
                    };
                    ((*field).to_owned(), value)
                })
                .collect();
            context.add_variable_from_value(*name, fields);
        }
        match self.program.execute(&context) {
            Ok(Value::Bool(answer)) => Ok(answer),
            Ok(_) => Err(CelFault::NoAnswer("it is a number or a text".into())),
            Err(error) => Err(CelFault::NoAnswer(one_line(&error.to_string()))),
        }
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// How deep brackets and signs before a value go: the parser descends by itself, so that is seen before it is asked.
fn deep(text: &str) -> usize {
    let (mut depth, mut most, mut signs) = (0_usize, 0, 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = if matches!(c, '!' | '-' | '?') { signs + 1 } else { signs };
        most = most.max(depth);
    }
    most.max(signs)
}

/// Looks an expression through; a figure and its field are told as one.
fn walk(expression: &IdedExpr, named: &mut BTreeSet<(String, String)>, depth: usize) -> Result<(), CelFault> {
    // The length bounds it; this is for whoever lengthens that.
    if depth > LONGEST {
        return Err(CelFault::TooLong);
    }
    let refused = |what: &str| Err(CelFault::NotLetIn(what.to_owned()));
    match &expression.expr {
        Expr::Literal(_) => Ok(()),
        Expr::Call(call) => {
            if call.target.is_some() || !LET_IN.iter().any(|(name, _)| *name == call.func_name) {
                return refused(&call.func_name);
            }
            call.args.iter().try_for_each(|argument| walk(argument, named, depth + 1))
        }
        Expr::Select(select) if !select.test => match &select.operand.expr {
            Expr::Ident(figure) => {
                named.insert((figure.clone(), select.field.clone()));
                Ok(())
            }
            _ => refused(&select.field),
        },
        Expr::Select(_) => refused("has"),
        Expr::Ident(name) => refused(name),
        Expr::Comprehension(_) => refused("all, exists, map, filter"),
        Expr::List(_) => refused("[ ]"),
        Expr::Map(_) | Expr::Struct(_) => refused("{ }"),
        _ => refused("?"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(count: i64) -> Asked<'static> {
        BTreeMap::from([("visits", vec![("count", Number::Whole(count)), ("change", Number::Real(-5.5))])])
    }

    #[test]
    fn a_condition_is_comparisons_of_figures() {
        let four = Cel::read("visits.count >= 4 && visits.change < -5.0").unwrap();
        assert_eq!(four.named().collect::<Vec<_>>(), [("visits", "change"), ("visits", "count")]);
        assert_eq!((four.holds(&asked(3)), four.holds(&asked(4))), (Ok(false), Ok(true)));
        assert_eq!(Cel::read("visits.count + 2 * 3 > 9 ? true : false").unwrap().holds(&asked(4)), Ok(true));
    }

    #[test]
    fn what_could_run_long_is_not_let_in() {
        for text in [
            "[1, 2, 3].all(x, x > 0)",
            "[1, 2].exists(x, [1, 2].exists(y, x == y))",
            "visits.all(k, true)",
            "size('aaaa') > 3",
            "visits.count in [1, 2]",
            "{'a': 1}.a == 1",
            "has(visits.count)",
            "'aaaa'.matches('(a+)+b')",
            "visits",
            "visits.count.deep == 1",
            "visits['count'] > 3",
        ] {
            assert!(matches!(Cel::read(text), Err(CelFault::NotLetIn(_))), "{text}");
        }
        assert!(matches!(Cel::read("visits.count >="), Err(CelFault::Syntax(_))));
        assert_eq!(Cel::read(&"1 + ".repeat(200)).unwrap_err(), CelFault::TooLong);
        assert_eq!(Cel::read(&format!("{}1 == 1{}", "(".repeat(40), ")".repeat(40))).unwrap_err(), CelFault::TooLong);
        assert_eq!(Cel::read(&format!("{}true", "!".repeat(60))).unwrap_err(), CelFault::TooLong);
    }

    #[test]
    fn what_is_no_yes_or_no_is_no_answer() {
        for text in ["visits.count + 1", "visits.absent > 1", "others.count > 1", "visits.count > 'a'"] {
            let read = Cel::read(text).unwrap();
            assert!(matches!(read.holds(&asked(4)), Err(CelFault::NoAnswer(_))), "{text}");
        }
    }
}
