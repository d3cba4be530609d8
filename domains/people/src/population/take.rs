//! A message taken: all of it or nothing.

use chrono::NaiveDate;
use kernel::ClientId;
use kernel::Scope;
use kernel::hetu::Hetu;
use store::sea_orm::Value;
use store::sql;
use store::{Keyring, NewEvent};
use trust::Work;
use uuid::Uuid;

use super::facts::{self, Fact};
use super::model::{AddressKind, Custody, CustodyShare, Home, Kin, Relative, Taken, Told, Word};
use super::{SOURCE, known};
use crate::card::{IdentityKind, full_name};
use crate::client::identifier::blinds_hetu;
use crate::client::store::{self as clients, ClientFields, NewIdentifier};
use crate::contact::store::{self as contact, NewContact};
use crate::error::Error;
use crate::import::{SourceCloseOne, upsert_close_ones};
use crate::{identity, municipality};

/// Takes what the register told of `client`. Telling the same again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for a client that does not exist; [`Error::State`] `hetu_of_another` when the person's new code belongs
/// to another client who is not linked to this one, `municipality_unknown`.
pub async fn take(work: &Work, client: ClientId, told: &Told) -> Result<Taken, Error> {
    clients::lock_identities(work).await?;
    let row = clients::load(work, &[client]).await?.remove(&client).ok_or(Error::NotFound)?;
    let scope = facts::place(work, client).await?.ok_or(Error::NotFound)?;
    let known = facts::of(work, &[client], "").await?;
    let before = row.fields.clone();
    let mut taking =
        Taking { work, client, scope, told, known, fields: row.fields, names: Vec::new(), fresh: Vec::new(), taken: Taken::default() };
    // Protection first: whatever else the message says is already protected when it is written.
    let (first, rest): (Vec<&Word>, Vec<&Word>) = told.words.iter().partition(|w| matches!(w, Word::Protection { .. }));
    for word in first.into_iter().chain(rest) {
        taking.word(word).await?;
    }
    let Taking { fields, names, fresh, taken, .. } = taking;
    facts::keep(work, client, scope, &fresh).await?;
    if fields != before || !names.is_empty() {
        clients::update(work, client, &fields, &names).await?;
    }
    work.touched(&[client]);
    if !taken.changed.is_empty() {
        let data = serde_json::json!({ "source": SOURCE, "number": told.number, "kinds": taken.changed });
        work.emit(NewEvent::new("people.client.updated", "client", client.0).client(client.0).data(data)).await?;
    }
    Ok(taken)
}

/// Between the parts of a family relation's value: the name, the ground, whether it is over, how much of custody when not whole.
pub(super) const PART: char = '\u{1f}';

/// Whether a family relation's value says that it is over.
pub(crate) fn over(value: Option<&str>) -> bool {
    value.is_some_and(|value| value.split(PART).nth(2) == Some("ended"))
}

/// How much of custody a family relation's value tells of.
pub(crate) fn share(value: Option<&str>) -> CustodyShare {
    value.and_then(|value| CustodyShare::parse(value.split(PART).nth(3)?)).unwrap_or_default()
}

/// What a word says, before it is known whether it is news.
struct Said {
    kind: &'static str,
    value: Option<String>,
    person_id: Option<Uuid>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

struct Taking<'a> {
    work: &'a Work,
    client: ClientId,
    scope: Scope,
    told: &'a Told,
    known: Vec<Fact>,
    fields: ClientFields,
    names: Vec<String>,
    fresh: Vec<Fact>,
    taken: Taken,
}

impl Taking<'_> {
    fn keys(&self) -> &Keyring {
        self.work.gate().keys()
    }

    /// Keeps the word unless the same stands already. `true`: it is news, and nothing newer of its kind is known, so what
    /// holds now follows it.
    fn news(&mut self, said: Said) -> bool {
        // A relation is told apart by whom it is to; of other kinds the newest word holds.
        let family = [Kin::Guardian, Kin::Ward, Kin::Child].iter().any(|kin| kin.code() == said.kind);
        let whom = |value: &Option<String>| value.as_deref().and_then(|v| v.split(PART).next()).unwrap_or_default().to_owned();
        let alike = |f: &&Fact| f.kind == said.kind && (!family || (f.person_id == said.person_id && whom(&f.value) == whom(&said.value)));
        // Newest first; of two with one number, the later taken.
        let all = self.fresh.iter().rev().chain(&self.known).filter(alike);
        let newest = all.reduce(|one, other| if other.change_number > one.change_number { other } else { one }).cloned();
        let same = |f: &Fact| f.value == said.value && f.valid_from == said.from && f.valid_to == said.to;
        if newest.as_ref().is_some_and(same) {
            return false;
        }
        let newer = newest.is_some_and(|f| f.change_number > self.told.number);
        self.fresh.push(Fact {
            kind: said.kind.to_owned(),
            value: said.value,
            person_id: said.person_id,
            valid_from: said.from,
            valid_to: said.to,
            changed_at: self.told.changed_at,
            change_number: self.told.number,
            taken_at: self.work.at(),
        });
        if !newer && !self.taken.changed.contains(&said.kind) {
            self.taken.changed.push(said.kind);
        }
        !newer
    }

    fn plain(&mut self, kind: &'static str, value: &str, from: Option<NaiveDate>, to: Option<NaiveDate>) -> bool {
        self.news(Said { kind, value: Some(value.to_owned()), person_id: None, from, to })
    }

    async fn word(&mut self, word: &Word) -> Result<(), Error> {
        match word {
            Word::Name { family, given, from } => {
                if self.plain("name", &full_name(family, given), *from, None) {
                    (self.fields.family_name, self.fields.given_names) = (family.clone(), given.clone());
                }
            }
            Word::FormerName(name) => {
                // Former names stand side by side: each is kept once.
                let there = self.known.iter().chain(&self.fresh).any(|f| f.kind == "former_name" && f.value.as_ref() == Some(name));
                if !there {
                    self.plain("former_name", name, None, None);
                    self.names.push(name.clone());
                }
            }
            Word::Address { kind, text, from, to, removed } => self.address(*kind, text.as_deref(), *from, *to, *removed).await?,
            Word::Home(home) => self.home(home)?,
            Word::Protection { active, until } => self.protection(*active, *until),
            Word::Death { dead, on } => self.death(*dead, *on),
            Word::Hetu(hetu) => self.hetu(hetu).await?,
            Word::Language(code) => {
                if self.plain("language", code, None, None) {
                    self.fields.mother_tongue = Some(code.clone());
                }
            }
            Word::Family { kin, custody, person, from, to, removed } => {
                self.family(*kin, *custody, person, *from, *to, *removed).await?;
            }
        }
        Ok(())
    }

    fn home(&mut self, home: &Home) -> Result<(), Error> {
        if !municipality::known(&home.code) {
            return Err(Error::State("municipality_unknown"));
        }
        if self.plain("municipality", &home.code, home.since, None) && self.fields.municipality.as_deref() != Some(&home.code) {
            let from = self.fields.municipality.replace(home.code.clone());
            self.taken.moved = Some((from, home.clone()));
        }
        Ok(())
    }

    fn protection(&mut self, active: bool, until: Option<NaiveDate>) {
        let last = self.known.iter().find(|f| f.kind == "protection").and_then(|f| f.value.clone());
        // Whether a protection stood here before the register told of one: then the register's end is not the whole truth.
        let before = match last.as_deref() {
            Some("active_before") => true,
            Some("active") => false,
            _ => self.fields.protected,
        };
        let value = match (active, before) {
            (true, true) => "active_before",
            (true, false) => "active",
            (false, _) => "ended",
        };
        if self.plain("protection", value, None, until) {
            if active {
                self.fields.protected = true;
            } else if self.fields.protected && before {
                self.taken.protection_in_doubt = true;
            } else {
                self.fields.protected = false;
            }
        }
    }

    fn death(&mut self, dead: bool, on: Option<NaiveDate>) {
        if self.plain("death", if dead { "dead" } else { "alive" }, on, None) {
            if dead && !self.fields.deceased {
                self.taken.died = Some(on);
            }
            self.fields.deceased = dead;
            self.fields.deceased_on = if dead { on } else { None };
        }
    }

    async fn address(
        &mut self,
        kind: AddressKind,
        value: Option<&str>,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        removed: bool,
    ) -> Result<(), Error> {
        // Changed but withheld: the address known before stays, behind the protection.
        let Some(value) = value else { return Ok(()) };
        let over = removed || to.is_some_and(|day| day < self.work.today());
        if over {
            // An address that is over is history at once; it takes no other's place.
            let there = self.known.iter().any(|f| f.kind == "former_address" && f.value.as_deref() == Some(value));
            if !there {
                self.plain("former_address", value, from, to);
            }
            facts::end_address(self.work, self.client, value).await?;
            return Ok(());
        }
        let previous = self.known.iter().find(|f| f.kind == kind.code()).and_then(|f| f.value.clone());
        if !self.plain(kind.code(), value, from, to) {
            return Ok(());
        }
        if let Some(previous) = previous.filter(|p| p != value) {
            facts::end_address(self.work, self.client, &previous).await?;
        }
        facts::end_address(self.work, self.client, value).await?;
        let new = NewContact {
            id: self.work.new_id(),
            client: self.client,
            scope: self.scope,
            kind: "long_lived",
            kind_of: "address",
            value,
            origin: "register",
            service: Some(SOURCE),
            valid_to: to.filter(|_| kind != AddressKind::Permanent),
            since: Some(self.told.changed_at),
            recorded_by: None,
            replaces: None,
        };
        contact::insert(self.work, &[new]).await?;
        Ok(())
    }

    /// A changed code: the old one stays as history and goes on finding the person.
    async fn hetu(&mut self, hetu: &Hetu) -> Result<(), Error> {
        let holder = known::find(self.work, self.keys(), hetu).await?;
        if let Some(other) = holder.filter(|c| *c != self.client) {
            // Two clients of one person: whether they are the same is for a professional to say, by linking them.
            let linked = identity::open_link(self.work, other).await?.is_some_and(|l| l.main == self.client)
                || identity::open_link(self.work, self.client).await?.is_some_and(|l| l.main == other);
            return if linked { Ok(()) } else { Err(Error::State("hetu_of_another")) };
        }
        if !self.plain("hetu", &hetu.to_string(), None, None) {
            return Ok(());
        }
        let blinds = blinds_hetu(self.keys(), hetu);
        let known = sql::params(3, blinds.len());
        let values = || {
            let ours: [Value; 2] = [self.work.at().into(), self.client.0.into()];
            ours.into_iter().chain(blinds.iter().map(|blind| Value::from(blind.clone())))
        };
        let end = format!(
            "UPDATE client_identifier SET valid_to = $1 WHERE client_id = $2 AND kind = 'hetu' AND valid_to IS NULL AND blind NOT IN ({known})"
        );
        sql::exec(self.work, &end, values()).await?;
        if holder.is_some() {
            let again = format!(
                "UPDATE client_identifier SET valid_to = NULL, valid_from = $1 \
                 WHERE client_id = $2 AND blind IN ({known}) AND valid_to IS NOT NULL"
            );
            sql::exec(self.work, &again, values()).await?;
        } else {
            let new = NewIdentifier::hetu(self.work, self.client, self.scope, hetu);
            clients::insert_identifiers(self.work, &[new]).await?;
        }
        self.fields.identity = IdentityKind::Hetu;
        self.fields.hetu_hint = Some(hetu.to_string());
        self.fields.birth_date = Some(hetu.birth_date());
        Ok(())
    }

    async fn family(
        &mut self,
        kin: Kin,
        custody: Custody,
        person: &Relative,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        removed: bool,
    ) -> Result<(), Error> {
        let other = match &person.hetu {
            Some(hetu) => known::find(self.work, self.keys(), hetu).await?,
            None => None,
        };
        let name = match other {
            Some(other) if person.name.is_empty() => clients::load(self.work, &[other])
                .await?
                .remove(&other)
                .map(|row| full_name(&row.fields.family_name, &row.fields.given_names))
                .unwrap_or_default(),
            _ => person.name.clone(),
        };
        let words = match (kin, custody.appointed, custody.parent) {
            (Kin::Child, ..) => "child",
            (_, true, _) => "appointed",
            (_, false, true) => "parent",
            (_, false, false) => "by_law",
        };
        let ended = removed || to.is_some_and(|day| day < self.work.today());
        let mut value = format!("{name}{PART}{words}");
        if ended || custody.share != CustodyShare::Whole {
            value.push(PART);
            value.push_str(if ended { "ended" } else { "" });
        }
        if custody.share != CustodyShare::Whole {
            value.push(PART);
            value.push_str(custody.share.code());
        }
        if !self.news(Said { kind: kin.code(), value: Some(value), person_id: other.map(|c| c.0), from, to }) {
            return Ok(());
        }
        let (class, roles, ended) = match kin {
            Kin::Guardian if custody.parent => ("guardian", vec!["parent", "guardian"], ended),
            Kin::Guardian => ("guardian", vec!["guardian"], ended),
            Kin::Child => ("child", vec!["child"], ended),
            // A parent's child stays their child when custody ends.
            Kin::Ward if custody.parent => ("child", vec!["child"], removed),
            Kin::Ward => ("ward", vec!["other"], ended),
        };
        let whom = person.hetu.as_ref().map_or_else(|| name.clone(), |h| h.reveal().to_owned());
        let key = self.keys().blind("population_relation", format!("{}/{class}/{whom}", self.client.0).as_bytes()).to_vec();
        let source = SourceCloseOne {
            client: self.client,
            key,
            name: if name.is_empty() { "–".to_owned() } else { spoken(&name) },
            roles: roles.into_iter().map(ToOwned::to_owned).collect(),
            official: true,
            phone: None,
            note: None,
            person: other,
            ended,
            source_system: SOURCE.to_owned(),
            scope: self.scope,
        };
        upsert_close_ones(self.work, &[source]).await?;
        Ok(())
    }
}

/// "Virtanen, Aino Maria" → "Aino Maria Virtanen", as close ones are named.
fn spoken(name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) => format!("{given} {family}"),
        None => name.to_owned(),
    }
}
