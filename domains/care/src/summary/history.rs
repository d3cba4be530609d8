//! Service history on a general level: visits of one sort rolled up, with what led to them where it is known. Pure.

use kernel::helsinki_date;
use records::picture::Visits;

use super::model::{HistoryItem, ItemRef};
use super::store::DecisionRow;
use super::words;
use crate::plan::services;

/// What may have led to a service: a decision that granted it, or a plan that has it, by the service's Finnish name.
pub struct Led {
    pub name: String,
    pub by: ItemRef,
}

/// Decisions first: what was granted weighs more than what was planned. `plans` gives each plan's services by name.
pub fn led(decisions: &[DecisionRow], plans: impl IntoIterator<Item = (String, ItemRef)>) -> Vec<Led> {
    let granted = decisions.iter().flat_map(|d| {
        let by = ItemRef::own("decision", d.id).within(Some(d.matter_id), Some(d.document_id));
        d.services
            .as_deref()
            .unwrap_or_default()
            .split(',')
            .filter(|c| !c.is_empty())
            .map(move |code| Led { name: services::name(code).fi, by: by.clone() })
    });
    granted.chain(plans.into_iter().map(|(name, by)| Led { name, by })).collect()
}

/// The history, the most recent service first.
pub fn history(visits: &[Visits], led: &[Led]) -> Vec<HistoryItem> {
    let mut all: Vec<HistoryItem> = Vec::new();
    for v in visits {
        let service = words::visit(v.class.as_deref(), v.title.as_deref());
        let (from, to) = (helsinki_date(v.first_at), helsinki_date(v.last_at));
        match all.iter_mut().find(|item| item.service == service) {
            Some(item) => {
                item.from = item.from.min(from);
                if to >= item.to {
                    item.to = to;
                    item.item = ItemRef::record("Encounter", v.id);
                }
                item.count += v.count;
            }
            None => {
                let name = service.key().to_lowercase();
                let led_from = led.iter().find(|l| same_service(&name, &l.name.to_lowercase())).map(|l| l.by.clone());
                all.push(HistoryItem { service, from, to, count: v.count, item: ItemRef::record("Encounter", v.id), led_from });
            }
        }
    }
    all.sort_by(|a, b| b.to.cmp(&a.to).then_with(|| a.service.key().cmp(b.service.key())));
    all
}

/// "Kotihoidon käynti" is of the service "Kotihoito": the same beginning, up to the ending that Finnish inflects.
fn same_service(visit: &str, service: &str) -> bool {
    let stem: String = service.chars().take(service.chars().count().saturating_sub(2).max(4)).collect();
    visit.starts_with(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn visits(title: &str, first: &str, last: &str, count: i64) -> Visits {
        let at = |day: &str| format!("{day}T10:00:00Z").parse().unwrap();
        Visits { id: Uuid::now_v7(), class: Some("HH".into()), title: Some(title.into()), first_at: at(first), last_at: at(last), count }
    }

    #[test]
    fn months_become_one_service_with_what_led_to_it() {
        let all = [
            visits("Kotihoidon käynti", "2026-09-01", "2026-09-30", 60),
            visits("Fysioterapia", "2026-09-10", "2026-09-10", 1),
            visits("Kotihoidon käynti", "2026-10-01", "2026-10-31", 62),
        ];
        let plan = ItemRef::own("plan", Uuid::now_v7());
        let history = history(&all, &led(&[], [("Kotihoito".to_owned(), plan.clone())]));
        assert_eq!(history.len(), 2);
        assert_eq!((history[0].service.key(), history[0].count), ("Kotihoidon käynti", 122));
        assert_eq!((history[0].from.to_string(), history[0].to.to_string()), ("2026-09-01".into(), "2026-10-31".into()));
        assert_eq!((history[0].led_from.as_ref(), history[0].item.id), (Some(&plan), all[2].id));
        assert!(history[1].led_from.is_none());
    }

    #[test]
    fn a_decision_weighs_more_than_a_plan() {
        let decision = DecisionRow {
            id: Uuid::now_v7(),
            matter_id: Uuid::now_v7(),
            document_id: Uuid::now_v7(),
            outcome: Some("positive".into()),
            services: Some("home_care,meals".into()),
            decided_at: "2026-08-01T10:00:00Z".parse().unwrap(),
        };
        let id = decision.id;
        let led = led(&[decision], [("Kotihoito".to_owned(), ItemRef::own("plan", Uuid::now_v7()))]);
        let history = history(&[visits("Kotihoito", "2026-09-01", "2026-09-30", 3)], &led);
        assert_eq!(history[0].led_from.as_ref().map(|r| (r.kind.as_str(), r.id)), Some(("decision", id)));
    }
}
