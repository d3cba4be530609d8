//! What goes by itself: requests of plans are made when their day comes, and an act whose measure has been taken is found done. Both are
//! claimed in the transaction that does them, so that several processes and any replay do each once.

use kernel::{ClientId, Problem, helsinki_date};
use requests::planned::{PlannedOutcome, PlannedRequest};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::{NewEvent, sql};
use trust::{Gate, Work};
use uuid::Uuid;

use crate::model::TemplateActState;
use crate::row::{Settled, settle};
use crate::{Error, Templates};

/// How many are done in one turn: the rest in the next.
const MOST: usize = 200;
/// A measurement of so many days before the act's day does it.
const BEFORE_DAYS: i64 = 7;

#[derive(FromQueryResult)]
struct Due {
    id: Uuid,
    client_id: Uuid,
    name: String,
    code: String,
    to_team: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    matter_id: Option<Uuid>,
    agreed: bool,
    version: i32,
}

impl Templates {
    /// Makes and finds; how many acts were settled.
    ///
    /// # Errors
    /// When the database does not answer; what was not done is done in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Problem> {
        let made = self.ask(gate).await?;
        Ok(made + measured(gate).await?)
    }

    /// Requests whose day has come.
    async fn ask(&self, gate: &Gate) -> Result<usize, Error> {
        let job = gate.job("templates.ask", "care", None);
        // One that could not be made by itself says why and waits for a person.
        let text = format!(
            "SELECT a.id, a.client_id, a.name, a.code, a.to_team, u.team_id, u.handler_id, u.matter_id, u.agreed, a.version \
             FROM plan_template_act a JOIN plan_template_use u ON u.id = a.use_id WHERE a.kind = 'request' AND a.state = 'open' \
             AND a.due_on <= $1 AND a.reason IS NULL AND u.state = 'open' AND a.code IS NOT NULL AND a.to_team IS NOT NULL{} \
             ORDER BY a.due_on, a.id LIMIT {MOST}",
            job.unrestricted_sql_of_clients("u")
        );
        let due: Vec<Due> = sql::all(job.reader(), &text, [gate.ctx().today().into()]).await?;
        let rules = self.rules.now();
        let mut made = 0;
        for act in due {
            let work = job.begin().await?;
            if self.one(&work, &rules, &act).await? {
                work.commit().await?;
                made += 1;
            }
        }
        Ok(made)
    }

    /// Makes one; whether it was still to be made.
    async fn one(&self, work: &Work, rules: &rules::Rules, act: &Due) -> Result<bool, Error> {
        let Some(from) = act.handler_id else { return Ok(false) };
        let claim = Settled { state: TemplateActState::Done, done_on: Some(work.today()), by: None, reason: None, found: None };
        if !settle(work, act.id, act.version, &claim).await? {
            return Ok(false);
        }
        let new = PlannedRequest {
            client: ClientId(act.client_id),
            kind: &act.code,
            words: &act.name,
            from_team: act.team_id,
            from,
            to_team: &act.to_team,
            matter_id: act.matter_id,
            agreed: act.agreed,
        };
        let done = match requests::planned::make(work, rules, &new).await? {
            PlannedOutcome::Made(request) | PlannedOutcome::There(request) => {
                Settled { found: Some(("service_request", request)), ..claim }
            }
            PlannedOutcome::Not(why) => Settled { state: TemplateActState::Open, done_on: None, by: None, reason: Some(why), found: None },
        };
        settle(work, act.id, act.version + 1, &done).await?;
        tell(work, act.id, act.client_id, act.team_id, done.state).await?;
        Ok(true)
    }
}

/// Acts of a measure that has been taken near their day, in their own register.
async fn measured(gate: &Gate) -> Result<usize, Error> {
    #[derive(FromQueryResult)]
    struct Taken {
        id: Uuid,
        client_id: Uuid,
        due_on: chrono::NaiveDate,
        team_id: Uuid,
        version: i32,
        found_id: Uuid,
        at: chrono::DateTime<chrono::Utc>,
    }
    let job = gate.job("templates.measured", "care", None);
    let today = gate.ctx().today();
    let near = today.checked_add_signed(chrono::Duration::days(BEFORE_DAYS)).unwrap_or(today);
    let mut found = 0;
    for source in functioning::covers::SOURCES {
        let text = format!(
            "SELECT a.id, a.client_id, a.due_on, a.team_id, a.version, s.id AS found_id, s.at FROM plan_template_act a \
             JOIN plan_template_use u ON u.id = a.use_id JOIN ({}) s ON s.client_id = a.client_id AND s.code = a.code AND s.register = a.register \
             WHERE a.kind = 'measure' AND a.state = 'open' AND u.state = 'open' AND a.due_on <= $1 AND s.at >= u.created_at{}{} \
             AND NOT EXISTS (SELECT 1 FROM plan_template_act b WHERE b.found_id = s.id) ORDER BY a.due_on, a.id, s.at LIMIT {MOST}",
            source.sql,
            job.unrestricted_sql_of_clients("u"),
            job.unrestricted_sql_of_clients("s"),
        );
        let rows: Vec<Taken> = sql::all(job.reader(), &text, [Value::from(near)]).await?;
        let (mut acts, mut taken) = (std::collections::HashSet::new(), std::collections::HashSet::new());
        for row in rows {
            let on = helsinki_date(row.at);
            // One measurement does one act, and one act is done once.
            if (row.due_on - on).num_days() > BEFORE_DAYS || acts.contains(&row.id) || taken.contains(&row.found_id) {
                continue;
            }
            let work = job.begin().await?;
            let done = Settled {
                state: TemplateActState::Done,
                done_on: Some(on),
                by: None,
                reason: None,
                found: Some((source.item, row.found_id)),
            };
            if settle(&work, row.id, row.version, &done).await? {
                tell(&work, row.id, row.client_id, row.team_id, done.state).await?;
                work.commit().await?;
                acts.insert(row.id);
                taken.insert(row.found_id);
                found += 1;
            }
        }
    }
    Ok(found)
}

async fn tell(work: &Work, act: Uuid, client: Uuid, team: Uuid, state: TemplateActState) -> Result<(), DbErr> {
    let data = serde_json::json!({ "state": state });
    work.emit(NewEvent::new("templates.act.settled", "plan_template_act", act).client(client).team(team).data(data)).await?;
    Ok(())
}
