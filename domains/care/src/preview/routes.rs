use axum::extract::Path;
use kernel::{ClientId, Problem};
use rulekeeping::CheckText;
use trust::{Json, StaffSession};

use super::view::RulePreview;
use super::{codes, deadlines, lenses, past, retention, routing};
use crate::{Error, actions};

#[utoipa::path(post, path = "/api/v1/staff/rules/{kind}/preview", tag = "rules", extensions(("x-action" = json!("care.rules.preview"))),
    params(("kind" = String, Path, description = "As `GET /api/v1/staff/rules` names it")), request_body = CheckText,
    responses((status = 200, body = RulePreview, description = "What the text would have done to the matters of the last 30 days"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem, description = "`rules_do_not_hold` with `faults`")))]
pub(super) async fn preview(
    session: StaffSession,
    Path(kind): Path<String>,
    Json(input): Json<CheckText>,
) -> Result<Json<RulePreview>, Problem> {
    let surveyed = session.survey(&actions::RULES_PREVIEW)?;
    let gate = session.gate();
    let change = rulekeeping::prepare(&gate.db().reference(), &kind, &input, gate.ctx().now()).await?;
    let stretch = past::Stretch::until(surveyed.today());
    let mut shown: Vec<ClientId> = Vec::new();
    let mut answer = RulePreview {
        kind: change.kind.clone(),
        valid_from: change.valid_from,
        compared_with: change.compared_with.clone(),
        from: stretch.from,
        to: stretch.to,
        routing: None,
        deadlines: None,
        lenses: None,
        retention: None,
        codes: None,
    };
    // An administrator belongs to no team and opens no matter: numbers only. Others see single matters of their own teams.
    let sight = past::Sight { teams: surveyed.team_ids().to_vec(), numbers: session.allows(&rulekeeping::actions::PUT) };
    match kind.as_str() {
        "routing" => answer.routing = Some(routing::effect(&surveyed, &change, stretch, &sight, &mut shown).await?),
        "deadlines" => answer.deadlines = Some(deadlines::effect(&surveyed, &change, stretch, &sight, &mut shown).await?),
        "lenses" => {
            let people = people::organisation::role_counts(&gate.db().reference(), surveyed.today()).await.map_err(Error::from)?;
            answer.lenses = Some(lenses::effect(&change, &people));
        }
        "retention" => answer.retention = Some(retention::effect(&surveyed, &change).await?),
        _ => answer.codes = Some(codes::effect(&change.texts)),
    }
    surveyed.shown(&shown);
    Ok(Json(answer))
}
