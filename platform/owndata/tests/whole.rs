//! Nothing that the node holds of a client is forgotten: each table and each column is told or left out with a reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // a test says no by panicking

use std::collections::{BTreeMap, BTreeSet};

use kernel::Lang;
use owndata::{Catalogue, How, Words};
use store::backup::{references, tables};
use store::{CLIENT_TABLES, both};

/// Tables with a client's key that no catalogue has to name: none today.
const NONE: &[&str] = &[];

both!(
    async fn every_table_and_column_of_clients_data_is_told_or_left_out(db: TestDb) {
        let conn = db.db.reference();
        let (there, refers) = (tables(&conn).await.unwrap(), references(&conn).await.unwrap());
        let catalogue = Catalogue::get().unwrap();
        let told: BTreeMap<&str, _> = catalogue.kinds.iter().map(|k| (k.table.as_str(), k)).collect();
        assert_eq!(told.len(), catalogue.kinds.len(), "a table is told once");
        let excluded: BTreeSet<&str> = catalogue.excluded.iter().map(|e| e.table.as_str()).collect();

        // What holds a client's data: what the gate says, what has a client's key, and what hangs on either.
        let mut holds: BTreeSet<&str> = CLIENT_TABLES.iter().copied().collect();
        holds.extend(there.iter().filter(|t| t.columns.iter().any(|c| c.name == "client_id")).map(|t| t.name.as_str()));
        loop {
            let more: Vec<&str> = refers
                .iter()
                .filter(|r| holds.contains(r.target.as_str()) && !holds.contains(r.table.as_str()))
                .map(|r| r.table.as_str())
                .collect();
            if more.is_empty() {
                break;
            }
            holds.extend(more);
        }
        let known: BTreeSet<&str> = told.keys().copied().chain(excluded.iter().copied()).collect();
        let forgotten: Vec<_> = holds.iter().filter(|t| !known.contains(**t) && !NONE.contains(t)).collect();
        assert!(forgotten.is_empty(), "neither in the copy of own data nor left out with a reason: {forgotten:?}");
        assert!(told.keys().all(|t| !excluded.contains(t)), "told or left out, not both");
        let gone: Vec<_> = known.iter().filter(|t| !there.iter().any(|h| h.name == **t)).collect();
        assert!(gone.is_empty(), "no such table: {gone:?}");

        let mut faults = Vec::new();
        for table in there.iter().filter(|t| told.contains_key(t.name.as_str())) {
            let kind = told[table.name.as_str()];
            for column in &table.columns {
                let told = kind.fields.iter().any(|f| f.column == column.name);
                let left = kind.left_out.iter().any(|(c, _)| *c == column.name);
                let own = [&catalogue.automatic, &catalogue.belongs, &catalogue.technical].iter().any(|all| all.contains(&column.name));
                if !(told || left || own) {
                    faults.push(format!("{}.{}", table.name, column.name));
                }
                if told && left {
                    faults.push(format!("{}.{} is told and left out", table.name, column.name));
                }
            }
        }
        assert!(faults.is_empty(), "columns neither told nor left out: {faults:#?}");
    }
);

/// A key of a colleague is told by name or not at all: a column that could hold one is none of the plain ones.
#[test]
fn no_plain_column_is_a_key_of_a_colleague() {
    let own = ["linked_id"];
    for kind in &Catalogue::get().unwrap().kinds {
        for field in &kind.fields {
            let key = field.column.ends_with("_by") || field.column.ends_with("_id");
            let words = ["given_by", "answer_by", "cancelled_by"];
            // Of the data's own keys, those of rows of the same client are told in the data.
            let rows = matches!(field.how, How::Data);
            let people = ["author_id", "handler_id", "professional_id", "actor_id", "sender_id"];
            let named = matches!(field.how, How::Staff | How::Team | How::Unit);
            assert!(
                !key || named
                    || words.contains(&field.column.as_str())
                    || own.contains(&field.column.as_str())
                    || (rows && !people.contains(&field.column.as_str())),
                "{}.{} tells a key",
                kind.table,
                field.column
            );
        }
    }
}

#[test]
fn every_column_has_words_in_each_language() {
    for lang in [Lang::Fi, Lang::Sv, Lang::En] {
        let words = Words::of(lang).unwrap();
        for kind in &Catalogue::get().unwrap().kinds {
            assert!(!kind.label.get(lang).is_empty(), "{}", kind.code);
            for field in kind.fields.iter().filter(|f| f.how != How::Data) {
                assert!(words.knows_column(&field.column), "{}.{} has no words", kind.table, field.column);
            }
        }
        assert_ne!(words.action("insight.own.log"), "insight.own.log");
        assert_eq!(words.code("register", "no_such"), "no_such");
    }
}
