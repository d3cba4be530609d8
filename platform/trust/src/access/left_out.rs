//! What a list of many clients leaves out, in one place so that no list has to think of it: rows whose processing the client has had
//! restricted (GDPR 18; they are kept, and no more), and rows of colleagues who are clients, to whom one has neither a tie of one's own
//! nor a recorded ground.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Register, ServiceTask};
use store::sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use uuid::Uuid;

use crate::gate::{Role, Staff};

/// How the rows of a list say whose they are.
#[derive(Clone, Copy, Debug)]
pub enum Rows<'a> {
    /// A matter: its clients stand in `matter_client`.
    Matters(&'a str),
    /// A row with a `client_id`; `id` is the column that names the thing.
    OfClient { alias: &'a str, id: &'a str },
}

/// Things restricted one by one.
const THINGS: &str = "SELECT r.object_id FROM rights_restriction r WHERE r.lifted_at IS NULL AND r.object_id IS NOT NULL";

/// Registers and tasks restricted as a whole, for each identity of the person.
const WHOLE: &str = "SELECT r.client_id, r.register, r.service_task FROM rights_restriction r \
     WHERE r.lifted_at IS NULL AND r.object_id IS NULL \
     UNION ALL SELECT l.client_id, r.register, r.service_task FROM rights_restriction r \
     JOIN identity_link l ON l.linked_id = r.client_id AND l.unlinked_at IS NULL WHERE r.lifted_at IS NULL AND r.object_id IS NULL \
     UNION ALL SELECT l.linked_id, r.register, r.service_task FROM rights_restriction r \
     JOIN identity_link l ON l.client_id = r.client_id AND l.unlinked_at IS NULL WHERE r.lifted_at IS NULL AND r.object_id IS NULL";

/// Matters of the registers and tasks that are restricted as a whole.
fn of_whole() -> String {
    format!(
        "SELECT mc.matter_id FROM ({WHOLE}) w JOIN matter_client mc ON mc.client_id = w.client_id AND mc.left_at IS NULL \
         JOIN matter wm ON wm.id = mc.matter_id AND wm.register = w.register AND wm.service_task = w.service_task"
    )
}

/// ` AND …` that leaves restricted rows out.
pub(crate) fn restricted(rows: Rows<'_>) -> String {
    match rows {
        Rows::Matters(m) => format!(" AND {m}.id NOT IN ({THINGS}) AND {m}.id NOT IN ({})", of_whole()),
        Rows::OfClient { alias: a, id } => {
            format!(" AND {a}.{id} NOT IN ({THINGS}) AND ({a}.client_id, {a}.register, {a}.service_task) NOT IN ({WHOLE})")
        }
    }
}

/// 1 when a matter is restricted, 0 when not; for a list that counts it and tells neither whose it is nor of what.
pub(crate) fn restricted_mark(m: &str) -> String {
    format!("CASE WHEN {m}.id IN ({THINGS}) OR {m}.id IN ({}) THEN 1 ELSE 0 END", of_whole())
}

/// A matter that stands on a desk without a name, for whoever asks by what it opens.
#[derive(Clone, Debug)]
pub struct RestrictedMatter {
    pub handler_id: Option<Uuid>,
    /// The restrictions in force that reach it.
    pub restrictions: Vec<Uuid>,
}

/// The matter `reach` (a predicate over `m`, its values) lets the viewer's desk count, when it is restricted.
pub(crate) async fn restricted_matter(
    reader: &store::Reader,
    (reach, mut values): (String, Vec<Value>),
    id: Uuid,
) -> Result<Option<RestrictedMatter>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        handler_id: Option<Uuid>,
        register: String,
        service_task: String,
    }
    #[derive(FromQueryResult)]
    struct Id {
        id: Uuid,
    }
    values.push(id.into());
    let text = format!("SELECT m.handler_id, m.register, m.service_task FROM matter m WHERE {reach} AND m.id = ${}", values.len());
    let Some(matter) = sql::one::<Row>(reader, &text, values).await? else { return Ok(None) };
    let text = "SELECT mc.client_id AS id FROM matter_client mc WHERE mc.matter_id = $1 AND mc.left_at IS NULL";
    let clients: Vec<ClientId> = sql::all::<Id>(reader, text, [id.into()]).await?.into_iter().map(|row| ClientId(row.id)).collect();
    if clients.is_empty() {
        return Ok(None);
    }
    let persons = super::proof::linked(reader, &clients).await?;
    let text = format!(
        "SELECT r.id FROM rights_restriction r WHERE r.lifted_at IS NULL AND (r.object_id = $1 \
         OR (r.object_id IS NULL AND r.register = $2 AND r.service_task = $3 AND r.client_id IN ({}))) ORDER BY r.id",
        sql::params(4, persons.len())
    );
    let ours: [Value; 3] = [id.into(), matter.register.into(), matter.service_task.into()];
    let values = ours.into_iter().chain(persons.iter().map(|c| Value::from(c.0)));
    let restrictions: Vec<Uuid> = sql::all::<Id>(reader, &text, values).await?.into_iter().map(|row| row.id).collect();
    Ok((!restrictions.is_empty()).then_some(RestrictedMatter { handler_id: matter.handler_id, restrictions }))
}

/// ` AND …` that leaves out rows of the viewer's colleagues, as the gate would refuse each of them: the policy `colleague-by-ground`.
pub(crate) fn colleagues(rows: Rows<'_>, staff: &Staff, at: DateTime<Utc>, first: usize) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![at.into(), kernel::helsinki_date(at).into(), staff.id.into(), staff.unit_id.into()];
    let (now, day, me, unit) = (first, first + 1, first + 2, first + 3);
    let mut placed = |ids: &mut dyn Iterator<Item = Uuid>| {
        let from = first + values.len();
        values.extend(ids.map(Value::from));
        sql::params(from, first + values.len() - from)
    };
    let own = placed(&mut std::iter::once(staff.id).chain(staff.substitutes_for.iter().copied()));
    let teams = match staff.team_ids.is_empty() {
        true => "1 = 0".to_owned(),
        false => format!("k.team_id IN ({})", placed(&mut staff.team_ids.iter().copied())),
    };
    let works = |alias: &str| format!("{alias}.valid_from <= ${day} AND ({alias}.valid_to IS NULL OR {alias}.valid_to >= ${day})");
    // From the few who work beside the viewer to who they are as clients, not from all of the county's staff; then every identity of
    // each, since rows may stand under a temporary one that has been linked to them. A tie or a ground to one of them is to the person.
    // CROSS JOIN: SQLite then goes from the few to their links, and does not read all links of the county.
    let clients = format!(
        "WITH mate AS (SELECT DISTINCT i.client_id AS person FROM own_identity o \
         JOIN client_identifier i ON i.kind = 'hetu' AND (i.blind = o.blind OR i.blind = o.blind_before) WHERE o.ended_at IS NULL AND o.professional_id IN (\
         SELECT p.id FROM professional p WHERE p.id = ${me} AND {0} \
         UNION ALL SELECT p.id FROM professional p WHERE p.unit_id = ${unit} AND {0} \
         UNION ALL SELECT p.id FROM membership k JOIN professional p ON p.id = k.professional_id AND {0} WHERE {teams} AND {1})), \
         known AS (SELECT person, person AS client_id FROM mate \
         UNION SELECT mate.person, l.client_id FROM mate CROSS JOIN identity_link l WHERE l.linked_id = mate.person AND l.unlinked_at IS NULL \
         UNION SELECT mate.person, l.linked_id FROM mate CROSS JOIN identity_link l WHERE l.client_id = mate.person AND l.unlinked_at IS NULL \
         UNION SELECT mate.person, s.client_id FROM mate CROSS JOIN identity_link l CROSS JOIN identity_link s \
         WHERE l.client_id = mate.person AND l.unlinked_at IS NULL AND s.linked_id = l.linked_id AND s.unlinked_at IS NULL) \
         SELECT known.client_id FROM known WHERE NOT EXISTS (SELECT 1 FROM known kin JOIN care_relation t ON t.client_id = kin.client_id \
         WHERE kin.person = known.person AND t.basis <> 'sender' AND t.professional_id IN ({own}) \
         AND t.valid_from <= ${now} AND (t.valid_to IS NULL OR t.valid_to > ${now})) \
         AND NOT EXISTS (SELECT 1 FROM known kin JOIN register_opening g ON g.client_id = kin.client_id \
         WHERE kin.person = known.person AND g.professional_id = ${me} AND g.opened_at <= ${now} AND g.expires_at > ${now})",
        works("p"),
        works("k"),
    );
    let text = match rows {
        Rows::Matters(m) => {
            // What nobody handles somebody must see, or it would wait for ever: the supervisor, who gives it to another team.
            let unless = if staff.role == Role::TeamLead { format!("{m}.handler_id IS NULL OR ") } else { String::new() };
            format!(
                " AND ({unless}{m}.id NOT IN (SELECT mc.matter_id FROM matter_client mc WHERE mc.left_at IS NULL AND mc.client_id IN ({clients})))"
            )
        }
        Rows::OfClient { alias, .. } => format!(" AND {alias}.client_id NOT IN ({clients})"),
    };
    (text, values)
}

/// A restriction in force that stands in the way of a change.
#[derive(FromQueryResult)]
pub(crate) struct Standing {
    pub ground: String,
    pub marked_at: DateTime<Utc>,
}

/// The restriction of one of these things, or of the whole register and task, when there is one.
pub(crate) async fn standing(
    conn: &impl ConnectionTrait,
    clients: &[ClientId],
    things: &[Uuid],
    whole: Option<(Register, ServiceTask)>,
) -> Result<Option<Standing>, DbErr> {
    if clients.is_empty() || (things.is_empty() && whole.is_none()) {
        return Ok(None);
    }
    let mut values: Vec<Value> = clients.iter().map(|c| c.0.into()).collect();
    let mut parts = Vec::new();
    if !things.is_empty() {
        parts.push(format!("r.object_id IN ({})", sql::params(values.len() + 1, things.len())));
        values.extend(things.iter().map(|id| Value::from(*id)));
    }
    if let Some((register, task)) = whole {
        // Codes of the program's own.
        parts.push(format!("(r.object_id IS NULL AND r.register = '{register}' AND r.service_task = '{task}')", task = task.code()));
    }
    let text = format!(
        "SELECT r.ground, r.marked_at FROM rights_restriction r WHERE r.client_id IN ({}) AND r.lifted_at IS NULL AND ({}) ORDER BY r.id LIMIT 1",
        sql::params(1, clients.len()),
        parts.join(" OR ")
    );
    sql::one(conn, &text, values).await
}
