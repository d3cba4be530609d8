//! The order of fields. JSON objects have none in PostgreSQL; Sosmeta numbers its rows.

use serde_json::{Map, Value};

/// Puts the properties of every object in the order of `sosmeta.rowNumber`; those without a number keep their place after the
/// numbered ones.
pub fn by_row_number(schema: &mut Value) {
    match schema {
        Value::Object(node) => {
            if let Some(Value::Object(props)) = node.get_mut("properties")
                && props.values().any(|p| row(p).is_some())
            {
                let mut list: Vec<(String, Value)> = std::mem::take(props).into_iter().collect();
                list.sort_by_key(|(_, p)| row(p).unwrap_or(u64::MAX));
                *props = Map::from_iter(list);
            }
            node.values_mut().for_each(by_row_number);
        }
        Value::Array(list) => list.iter_mut().for_each(by_row_number),
        _ => {}
    }
}

/// The row of a property. A repeated one has its number on the items.
fn row(property: &Value) -> Option<u64> {
    let of = |node: &Value| node.get("sosmeta")?.get("rowNumber")?.as_u64();
    of(property).or_else(|| of(property.get("items")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::{Kind, shipped};

    fn shuffled(value: &Value) -> Value {
        match value {
            Value::Object(map) => {
                let mut list: Vec<_> = map.iter().map(|(k, v)| (k.clone(), shuffled(v))).collect();
                list.sort_by(|a, b| (b.0.len(), &b.0).cmp(&(a.0.len(), &a.0)));
                Value::Object(list.into_iter().collect())
            }
            Value::Array(list) => Value::Array(list.iter().map(shuffled).collect()),
            other => other.clone(),
        }
    }

    fn names(schema: &Value, out: &mut Vec<String>) {
        if let Some(props) = schema.get("properties").and_then(Value::as_object) {
            for (name, p) in props {
                out.push(name.clone());
                names(p, out);
            }
        }
        if let Some(items) = schema.get("items") {
            names(items, out);
        }
    }

    #[test]
    fn the_order_of_fields_survives_a_database_without_order() {
        for kind in Kind::ALL {
            let schema = &shipped(kind).unwrap().structure.schema;
            let mut again = shuffled(schema);
            let (mut before, mut mixed, mut after) = (vec![], vec![], vec![]);
            names(schema, &mut before);
            names(&again, &mut mixed);
            by_row_number(&mut again);
            names(&again, &mut after);
            assert_ne!(before, mixed);
            assert_eq!(before, after, "{kind}");
        }
    }
}
