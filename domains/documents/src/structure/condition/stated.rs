//! Conditions stated one by one for the documents that the rooms work with: `rules/structure_conditions.toml`.

use std::sync::LazyLock;

use rules::{Checks, Mark, RuleErrors, RuleFile, RuleKind, RuleSet};
use serde::Deserialize;
use serde_json::Value;

use super::super::shape::words;
use super::super::{Structure, StructureFault};
use super::{Answer, Condition, Conditions, Need, Step, is_hetu};
use kernel::Lang;

/// The answer that another field must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Is {
    Yes,
    No,
    NotYes,
    Answered,
}

/// One statement. `/.` at the beginning of a way stands for the document's only part, `*` for every row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    /// The field that is needed, or all of which one is.
    fields: Vec<String>,
    /// The fields that decide; the condition holds when one of them has the answer. None: the field is needed always.
    #[serde(default)]
    when: Vec<String>,
    is: Option<Is>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    other_words: Vec<String>,
    /// Whether a form shows the field only then.
    #[serde(default)]
    shown: bool,
    /// Why the condition stays with people: nothing in the document tells it.
    left: Option<String>,
    #[serde(rename = "mark")]
    _mark: Mark,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    families: Vec<String>,
    #[serde(rename = "name")]
    _name: String,
    condition: Vec<Statement>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    structure: Vec<Family>,
}

impl RuleKind for Raw {
    const KIND: &'static str = "structure_conditions";
    fn check(&self, _: &mut Checks<'_>) {}
}

const FILE: RuleFile<'static> =
    RuleFile { name: "structure_conditions.toml", text: include_str!("../../../../../rules/structure_conditions.toml") };
static SHIPPED: LazyLock<Result<RuleSet<Raw>, RuleErrors>> = LazyLock::new(|| RuleSet::parse(FILE));

/// Adds what is stated of the structure's family; what the prose was understood to say of the same fields gives way.
pub fn add(structure: &Structure, out: &mut Conditions) {
    let family = structure.family();
    let Ok(set) = SHIPPED.as_ref() else { return };
    let statements = set.body.structure.iter().filter(|f| f.families.contains(&family)).flat_map(|f| &f.condition);
    for statement in statements {
        match of(structure, statement) {
            Ok(found) => {
                let fields: Vec<Vec<Step>> = found.iter().flat_map(Condition::fields).collect();
                out.stated.retain(|c| !c.fields().iter().any(|f| fields.contains(f)));
                out.stated.extend(found);
            }
            Err(gap) => {
                out.gaps.push(gap);
                continue;
            }
        }
        if statement.left.is_none() {
            let told: Vec<String> = statement.fields.iter().filter_map(|f| steps(structure, f)).map(|s| place(&s)).collect();
            // A list tells its condition on its rows too.
            out.in_prose.retain(|at| !told.iter().any(|t| at == t || *at == format!("{t}/items") || *t == format!("{at}/items")));
        }
    }
}

impl Condition {
    /// The fields it asks for, as ways from the document.
    fn fields(&self) -> Vec<Vec<Step>> {
        let whole = |rest: &Vec<Step>| self.base.iter().chain(rest).cloned().collect();
        match &self.need {
            Need::OneOf(fields) => fields.iter().map(whole).collect(),
            Need::When { field, .. } => vec![whole(field)],
        }
    }
}

/// The conditions of a statement: one for all its fields when one of them is needed, one for each when it says when.
fn of(structure: &Structure, statement: &Statement) -> Result<Vec<Condition>, StructureFault> {
    let find = |way: &String| {
        steps(structure, way).ok_or_else(|| StructureFault { path: way.clone(), reason: "is not in this version of the structure".into() })
    };
    let fields = statement.fields.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let others = statement.when.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if statement.left.is_some() {
        return Ok(Vec::new());
    }
    let labels: Vec<String> = fields.iter().map(|f| label(structure, f)).collect();
    let answer = match statement.is {
        Some(Is::Yes) => Answer::Flag(true),
        Some(Is::No) => Answer::Flag(false),
        Some(Is::NotYes) => Answer::NotFlag(true),
        Some(Is::Answered) => Answer::Answered,
        None if !statement.codes.is_empty() => Answer::Codes(statement.codes.clone()),
        None if !statement.words.is_empty() => Answer::Words(statement.words.clone()),
        None => Answer::OtherWords(statement.other_words.clone()),
    };
    let hetu = |f: &Vec<Step>| is_hetu(&structure.schema, f);
    if others.is_empty() && fields.len() > 1 {
        let base = common(&fields.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let rest = fields.iter().map(|f| f.iter().skip(base.len()).cloned().collect()).collect();
        return Ok(vec![Condition { by_register: fields.iter().any(hetu), base, need: Need::OneOf(rest), labels, shown: false }]);
    }
    let mut out = Vec::new();
    for (field, label) in fields.into_iter().zip(labels) {
        let mut ways: Vec<&[Step]> = others.iter().map(Vec::as_slice).collect();
        ways.push(&field);
        let base = common(&ways);
        let rest = |way: &Vec<Step>| -> Vec<Step> { way.iter().skip(base.len()).cloned().collect() };
        let need = Need::When { field: rest(&field), others: others.iter().map(|o| (rest(o), answer.clone())).collect() };
        out.push(Condition { by_register: hetu(&field), need, labels: vec![label], shown: statement.shown, base });
    }
    Ok(out)
}

/// The object that all the ways lead from: what they have in common, without the last step of any.
fn common(ways: &[&[Step]]) -> Vec<Step> {
    let Some((first, others)) = ways.split_first() else { return Vec::new() };
    let shortest = ways.iter().map(|w| w.len()).min().unwrap_or_default().saturating_sub(1);
    first
        .iter()
        .take(shortest)
        .enumerate()
        .take_while(|(i, step)| others.iter().all(|w| w.get(*i) == Some(step)))
        .map(|(_, s)| s.clone())
        .collect()
}

/// A way as steps, when it stands in the structure.
fn steps(structure: &Structure, way: &str) -> Option<Vec<Step>> {
    let mut node = &structure.schema;
    let mut out = Vec::new();
    for (i, part) in way.split('/').skip(1).enumerate() {
        if part == "*" {
            node = node.get("items")?;
            out.push(Step::Rows);
            continue;
        }
        let parts = node.get("properties")?.as_object()?;
        let name = match (i, part) {
            (0, ".") => parts.keys().next().filter(|_| parts.len() == 1)?.as_str(),
            _ => part,
        };
        node = parts.get(name)?;
        out.push(Step::Name(name.to_owned()));
    }
    Some(out)
}

/// The JSON Pointer of a way, through `properties` and `items`.
fn place(way: &[Step]) -> String {
    way.iter()
        .map(|step| match step {
            Step::Name(name) => format!("/properties/{}", name.replace('~', "~0").replace('/', "~1")),
            Step::Rows => "/items".to_owned(),
        })
        .collect()
}

fn label(structure: &Structure, way: &[Step]) -> String {
    let node = structure.schema.pointer(&place(way)).unwrap_or(&Value::Null);
    let last = || way.iter().rev().find_map(|s| if let Step::Name(n) = s { Some(n.clone()) } else { None }).unwrap_or_default();
    words(node, "name").map_or_else(last, |t| t.get(Lang::Fi).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::{check, conditions};
    use super::*;
    use kernel::Text;
    use serde_json::json;

    #[test]
    fn the_shipped_file_is_whole() {
        let raw = &SHIPPED.as_ref().unwrap().body;
        for statement in raw.structure.iter().flat_map(|f| &f.condition) {
            let ways = [statement.codes.is_empty(), statement.words.is_empty(), statement.other_words.is_empty(), statement.is.is_none()];
            let said = ways.iter().filter(|empty| !**empty).count();
            assert!(!statement.fields.is_empty() && statement.fields.iter().all(|f| f.starts_with("/./")), "{statement:?}");
            match (&statement.left, statement.when.is_empty()) {
                (Some(why), _) => assert!(!why.is_empty() && said == 0, "{statement:?}"),
                (None, true) => assert_eq!(said, 0, "{statement:?}"),
                (None, false) => assert_eq!(said, 1, "{statement:?}"),
            }
        }
    }

    /// A matter's document as small as it can be, under the family that statements are made of.
    fn matter(more: Value) -> Structure {
        let mut part = json!({"type": "object", "properties": {
            "asiakas": {"type": "array", "items": {"type": "object", "properties": {"asiaan_liittymishetki": {"type": "string"}}}},
            "asian_tiedot": {"type": "object", "properties": {"yhteinen_asia": {"type": "boolean"}}}}});
        part["properties"]["lisa"] = more;
        Structure {
            oid: "1.2.246.537.6.1505.2.2031.1.1".into(),
            version: "2031-01-01".into(),
            kind: None,
            title: Text::fi("Asia-asiakirja"),
            schema: json!({"type": "object", "properties": {"asia": part}}),
        }
    }

    #[test]
    fn a_field_of_each_row_is_needed_by_an_answer_above_the_rows() {
        let read = conditions(&matter(json!({"type": "string"})));
        assert!(read.gaps.iter().any(|g| g.path.contains("lisatieto")), "what this version lacks is told: {:?}", read.gaps);
        let errors = |body: Value| {
            let mut errors = Vec::new();
            check(&read.stated, &body, false, &mut errors);
            errors.into_iter().map(|e| e.path).collect::<Vec<_>>()
        };
        let rows = json!([{"asiaan_liittymishetki": "2031-01-01"}, {}]);
        assert_eq!(
            errors(json!({"asia": {"asiakas": rows, "asian_tiedot": {"yhteinen_asia": true}}})),
            ["/asia/asiakas/1/asiaan_liittymishetki"]
        );
        assert!(errors(json!({"asia": {"asiakas": rows, "asian_tiedot": {"yhteinen_asia": false}}})).is_empty());
        assert!(errors(json!({"asia": {"asian_tiedot": {"yhteinen_asia": true}}})).is_empty(), "no rows, nothing to ask of them");
    }
}
