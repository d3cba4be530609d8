//! What a finished document means here: its facts become rows of this room in the same transaction.

use documents::mapping::Facts;
use documents::{Document, DocumentError, Kind, Matters};
use rules::{Happening, Lane};
use sea_orm::FromQueryResult;
use store::{Reader, sql};
use trust::{Own, Work};
use uuid::Uuid;

use crate::clock::{self, Told};
use crate::matter::{self, NewStep};
use crate::{Care, Error, assessment, plan};

#[async_trait::async_trait]
impl Matters for Care {
    async fn finished(&self, work: &Work, document: &Document, facts: &Facts) -> Result<(), DocumentError> {
        Ok(self.written(work, document, facts).await?)
    }

    async fn number(&self, reader: &Reader, matter_id: Uuid) -> Result<Option<String>, DocumentError> {
        #[derive(FromQueryResult)]
        struct Number {
            number: String,
        }
        let row: Option<Number> = sql::one(reader, "SELECT number FROM matter WHERE id = $1", [matter_id.into()]).await?;
        Ok(row.map(|r| r.number))
    }

    async fn shown_to_client(&self, own: &Own, document: &Document) -> Result<bool, DocumentError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let (clients, values) = own.clients_sql("d", 2);
        let (text, id) = match (document.kind, document.matter_id) {
            (Some(Kind::Assessment | Kind::Plan), _) => return Ok(true),
            // A decision once it has been sent to this client.
            (Some(Kind::Decision), _) => {
                (format!("SELECT COUNT(*) AS n FROM decision d WHERE d.document_id = $1 AND d.state = 'sent' AND {clients}"), document.id)
            }
            // What another has told of the client may not be told on without weighing it (621/1999 11 § [memory]).
            (Some(Kind::Initiation), Some(matter)) => {
                let text = format!(
                    "SELECT COUNT(*) AS n FROM matter m JOIN matter_client d ON d.matter_id = m.id WHERE m.id = $1 AND m.notifier = '1' AND {clients}"
                );
                (text, matter)
            }
            _ => return Ok(false),
        };
        let row: Option<Count> = sql::one(own.reader(), &text, std::iter::once(id.into()).chain(values)).await?;
        Ok(row.is_some_and(|r| r.n > 0))
    }
}

impl Care {
    async fn written(&self, work: &Work, document: &Document, facts: &Facts) -> Result<(), Error> {
        let Some(matter_id) = document.matter_id else { return Ok(()) };
        // The room of documents holds this one longer than a request.
        let rules = self.rules.now();
        let mut matter = matter::held(work, matter_id).await?;
        matter.must_be_open().map_err(Error::Refused)?;
        matter::step(work, matter.id, NewStep::new("document_finished").from_to(None, super::what_of(document)).about(document.id)).await?;
        let Some(kind) = document.kind else { return crate::national::written(work, &rules, &mut matter, document, facts).await };
        let (what, lane) = match kind {
            Kind::Assessment => {
                assessment::store::finished(work, &matter, document, facts).await?;
                (Happening::AssessmentFinished, Lane::Planning)
            }
            Kind::Plan => {
                plan::store::finished(work, &matter, document, facts).await?;
                (Happening::PlanFinished, Lane::Decision)
            }
            // An initiation entry tells what the matter's own row says already; a decision is finished by deciding.
            Kind::Initiation | Kind::Decision => return Ok(()),
        };
        clock::reached(work, &rules, &mut matter, what, Told::default()).await?;
        // An assessment that found no need of a service leads to no plan: the handler closes the matter or decides.
        if facts.flag("customership_needed") != Some(false) {
            matter::advance(work, &rules, &mut matter, lane).await?;
        }
        Ok(())
    }
}
