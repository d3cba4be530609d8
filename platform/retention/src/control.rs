//! What is kept to show that use was watched over and requests were answered: a matter of the organiser's own about a client, with a
//! beginning of its own. It goes so long after it was settled, whatever else of the client is kept; what is not settled stays.

use chrono::{Months, NaiveDate};
use kernel::ClientId;
use rules::{Kept, RetentionRule};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Job;
use uuid::Uuid;

use crate::RetentionError;
use crate::plan::RuleReport;
use crate::run::Lease;

/// Rows that go in one transaction.
const AT_ONCE: u32 = 500;

/// One kind of it: its table, when a row is settled before the instant `$1`, and what hangs on its rows, in the order it goes.
pub(crate) struct Control {
    pub what: Kept,
    pub table: &'static str,
    settled: &'static str,
    /// Table and how its rows name the row they hang on; `{of}` stands for the rows that go.
    hanging: &'static [(&'static str, &'static str)],
    /// Its rows go with the client's records too, when that is sooner: what never settles has an end as well.
    pub with_records: bool,
}

pub(crate) const CONTROLS: &[Control] = &[
    Control {
        what: Kept::WatchReviews,
        table: "watch_review",
        // One that was passed on is not settled before the data protection officer has said what she found.
        settled: "x.settled AND NOT (COALESCE(x.outcome, '') = 'passed_on' AND x.finding IS NULL) \
                  AND x.id IN (SELECT w.review_id FROM watch_word w WHERE w.kind = 'decided') \
                  AND x.id NOT IN (SELECT w.review_id FROM watch_word w WHERE w.at >= $1)",
        hanging: &[("watch_word", "review_id IN ({of})"), ("watch_evidence", "review_id IN ({of})")],
        with_records: false,
    },
    Control { what: Kept::LogInquiries, table: "log_inquiry", settled: "x.answered_at < $1", hanging: &[], with_records: false },
    Control {
        what: Kept::RightsRequests,
        table: "rights_request",
        // A restriction in force rests on its request.
        settled: "x.state <> 'waiting' AND COALESCE(x.answered_at, x.asked_at) < $1 \
                  AND x.id NOT IN (SELECT r.request_id FROM rights_restriction r WHERE r.request_id IS NOT NULL AND r.lifted_at IS NULL)",
        hanging: &[
            ("rights_copy_content", "copy_id IN (SELECT c.id FROM rights_copy c WHERE c.request_id IN ({of}))"),
            ("rights_copy", "request_id IN ({of})"),
            ("rights_restriction", "request_id IN ({of})"),
        ],
        with_records: false,
    },
    Control {
        what: Kept::EndedWills,
        table: "will_expression",
        settled: "x.withdrawn_at < $1",
        hanging: &[
            ("denied_object", "expression_id IN ({of})"),
            ("kanta_message", "expression_id IN ({of})"),
            ("kanta_expression", "expression_id IN ({of})"),
        ],
        with_records: true,
    },
];

pub(crate) fn of(what: Kept) -> Option<&'static Control> {
    CONTROLS.iter().find(|control| control.what == what)
}

impl Control {
    /// Every table of it, the rows that hang on others first.
    pub fn tables(&self) -> impl Iterator<Item = &'static str> {
        self.hanging.iter().map(|(table, _)| *table).chain([self.table])
    }

    /// The rows a rule finds on a day: a statement of ids, and its values. Those of clients on hold stay.
    fn found(&self, rule: &RetentionRule, as_of: NaiveDate) -> Option<(String, Vec<Value>)> {
        let years = rule.periods.iter().map(|p| p.years).max().unwrap_or_default();
        let day = as_of.checked_sub_months(Months::new(years * 12))?;
        let text = format!(
            "SELECT x.id FROM {} x WHERE {} \
             AND (x.client_id IS NULL OR x.client_id NOT IN (SELECT h.client_id FROM retention_hold h WHERE h.lifted_at IS NULL))",
            self.table, self.settled
        );
        Some((text, vec![kernel::helsinki_start(day).into()]))
    }

    /// Each table with how its rows hang on the rows `of`, in the order they can go.
    fn hanging_on(&self, of: &str) -> Vec<(&'static str, String)> {
        let hanging = self.hanging.iter().map(|(table, how)| (*table, how.replace("{of}", of)));
        hanging.chain([(self.table, format!("id IN ({of})"))]).collect()
    }

    /// What a rule finds on a day by table, to be counted: table, condition and values, the table itself last.
    pub fn rows(&self, rule: &RetentionRule, as_of: NaiveDate) -> Vec<(&'static str, String, Vec<Value>)> {
        let Some((found, values)) = self.found(rule, as_of) else { return Vec::new() };
        self.hanging_on(&found).into_iter().map(|(table, condition)| (table, condition, values.clone())).collect()
    }

    /// Removes it, some hundreds in a transaction with a line that names their clients.
    pub async fn remove(
        &self,
        job: &Job,
        rule: &RetentionRule,
        as_of: NaiveDate,
        report: &mut RuleReport,
        lease: &mut Lease,
    ) -> Result<(), RetentionError> {
        let Some((found, values)) = self.found(rule, as_of) else { return Ok(()) };
        loop {
            lease.keep(job).await?;
            let rows = sql::rows(job.reader(), &format!("{found} ORDER BY x.id LIMIT {AT_ONCE}"), values.clone()).await?;
            let ids = rows.iter().map(|row| row.try_get::<Uuid>("", "id")).collect::<Result<Vec<_>, _>>()?;
            if ids.is_empty() {
                return Ok(());
            }
            let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
            let clients = clients(job.reader(), self.table, &ids).await?;
            let work = job.begin().await?;
            for (table, condition) in self.hanging_on(&sql::params(1, ids.len())) {
                let gone = sql::exec(&work, &format!("DELETE FROM {table} WHERE {condition}"), ids.clone()).await?.rows_affected();
                report.add(table, gone);
            }
            work.touched(&clients);
            work.commit().await?;
        }
    }
}

async fn clients(conn: &impl ConnectionTrait, table: &str, ids: &[Value]) -> Result<Vec<ClientId>, DbErr> {
    let list = sql::params(1, ids.len());
    let text = format!("SELECT DISTINCT client_id AS id FROM {table} WHERE client_id IS NOT NULL AND id IN ({list})");
    let rows = sql::rows(conn, &text, ids.to_vec()).await?;
    rows.iter().map(|row| Ok(ClientId(row.try_get::<Uuid>("", "id")?))).collect()
}
