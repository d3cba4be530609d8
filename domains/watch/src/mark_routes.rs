use axum::extract::Path;
use axum::http::StatusCode;
use kernel::Problem;
use people::own_identity::{self, NewNewsMark, NewsMark};
use trust::{Answer, IdemJson, Json, StaffSession};
use uuid::Uuid;

use crate::{Error, actions};

#[derive(serde::Serialize, utoipa::ToSchema)]
pub struct MarkMade {
    pub id: Uuid,
}

/// Persons in the news who are followed more closely. Who they are is told to nobody.
#[utoipa::path(get, path = "/api/v1/staff/administration/news-marks", tag = "watch", operation_id = "news_marks",
    responses((status = 200, body = Vec<NewsMark>), (status = 403, body = Problem)), extensions(("x-action" = json!("watch.mark.list"))))]
pub(crate) async fn list(session: StaffSession) -> Result<Json<Vec<NewsMark>>, Problem> {
    let listed = session.list(&actions::MARKS)?;
    let marks = own_identity::news_marks(listed.reader()).await.map_err(Error::from)?;
    listed.shown(&[]);
    Ok(Json(marks))
}

/// Marks a person for a time. Whether they are a client is not told.
#[utoipa::path(post, path = "/api/v1/staff/administration/news-marks", tag = "watch", operation_id = "news_mark",
    params(("Idempotency-Key" = Option<String>, Header)), request_body = NewNewsMark,
    responses((status = 201, body = MarkMade), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("watch.mark.set"))))]
pub(crate) async fn mark(session: StaffSession, body: IdemJson<NewNewsMark>) -> Result<Answer, Problem> {
    let change = session.change_reference(&actions::MARK)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let id = own_identity::mark_news(&work, &body.value).await?;
    work.object("news_mark", id);
    let made = MarkMade { id };
    work.remember(&body, 201, &made).await?;
    work.commit().await?;
    Answer::created(&made)
}

/// Ends a mark at once.
#[utoipa::path(post, path = "/api/v1/staff/administration/news-marks/{id}/end", tag = "watch", operation_id = "end_news_mark",
    params(("id" = Uuid, Path)), responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("watch.mark.end"))))]
pub(crate) async fn end(session: StaffSession, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    let mut work = session.change_reference(&actions::MARK_END)?.begin().await?;
    work.object("news_mark", id);
    own_identity::end_news(&work, id).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
