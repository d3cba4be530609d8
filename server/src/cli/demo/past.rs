//! What went before anybody looks, by the same routes, rights and log as any work, on a clock that stands in the past: the home-care nurse
//! looked at the data of a neighbour she has nothing to do with; the client asked why, and got no answer in time. The look was raised, and the
//! supervisor passes it on. So the data protection officer has a look and a late question on her list.

use std::sync::Arc;

use chrono::Duration;
use kernel::FixedClock;
use serde_json::{Value, json};
use tokio::sync::watch;
use trust::Gate;

use super::visitor::{Visitor, text};
use crate::app::{self, Rooms};
use crate::cli::Fault;
use crate::live::Feed;
use crate::session::{self, Entry};

/// Longer ago than a question has time to be answered.
const AGO: Duration = Duration::days(45);

pub async fn play(gate: &Gate, rules: &Arc<rules::LiveRules>, sealing: &sealing::Sealing) -> Result<(), Fault> {
    let subjects = session::subjects(gate).await?;
    let Some(client) = subjects.iter().find(|one| one.key == "client_laura").and_then(|one| one.subject_id) else { return Ok(()) };
    let then = gate.ctx().now() - AGO;
    let Some(past) = gate.in_the_past(FixedClock::at(then)) else { return Ok(()) };
    let stopping = watch::Sender::new(false);
    let router = app::app(Entry::new(past.clone(), None, None), rooms(rules), Feed::start(past.clone(), stopping.subscribe()));
    let nurse = Visitor::log_in(&router, "home_care_nurse").await?;
    nurse.get(&format!("/api/v1/staff/lobby/clients/{client}")).await?;
    past.flush_log().await;

    let laura = Visitor::log_in(&router, "client_laura").await?;
    let log = laura.get(&format!("/api/v1/client/log?to={}", past.ctx().today())).await?;
    let looked = |one: &&Value| text(one, "/action").starts_with("care.lobby");
    if let Some(entry) = log.get("entries").and_then(Value::as_array).into_iter().flatten().find(looked) {
        let words = json!({ "words": "Miksi kotihoito on katsonut tietojani? En ole kotihoidon asiakas." });
        laura.post(&format!("/api/v1/client/log/{}/inquiries", text(entry, "/id")), words).await?;
    }
    past.flush_log().await;
    stopping.send_replace(true);

    sealing.turn(gate).await.map_err(|error| Fault::Other(error.to_string()))?;
    let rooms = rooms(rules);
    rooms.watch.turn(gate).await.map_err(kernel::Problem::from)?;
    let stopping = watch::Sender::new(false);
    let router = app::app(Entry::new(gate.clone(), None, None), rooms, Feed::start(gate.clone(), stopping.subscribe()));
    let lead = Visitor::log_in(&router, "team_lead").await?;
    let queue = lead.post("/api/v1/staff/watch/reviews/search", json!({ "settled": false })).await?;
    let of_nurse = |one: &&Value| text(one, "/client/id") == client.to_string() && text(one, "/rule/code") == "neighbour";
    if let Some(review) = queue.get("items").and_then(Value::as_array).into_iter().flatten().find(of_nurse) {
        let words = "Katsoja asuu asiakkaan naapurissa, eikä työtehtävää löydy. Siirrän tietosuojavastaavalle arvioitavaksi.";
        let path = format!("/api/v1/staff/watch/reviews/{}/decision", text(review, "/id"));
        lead.change(axum::http::Method::POST, &path, review, json!({ "outcome": "passed_on", "words": words })).await?;
    }
    stopping.send_replace(true);
    Ok(())
}

fn rooms(rules: &Arc<rules::LiveRules>) -> Rooms {
    Rooms::new(rules.clone(), notices::Channels::default())
}
