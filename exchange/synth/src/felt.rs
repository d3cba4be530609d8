//! How some clients found it when their matter had ended, and what Aino wants to remember. A handful: enough for a team's figures.

use care::matter::{Matter, MatterState};
use chrono::{DateTime, Days, Utc};
use experience::bulk::{PastFeedback, PastReminder};
use experience::reminder::ReminderRepeats;
use kernel::{ClientId, helsinki_date};

use crate::residents::{Resident, known};
use crate::write::Whole;

/// Residents among whom somebody has answered; the rest of a large county says nothing.
const AMONG: usize = 4_000;
/// Days back from which matters are asked about.
const BACK: i64 = 350;
/// Days in which an asking still waits.
const WAITS: i64 = 25;

/// What was written, of every few answers.
const WORDS: &[&str] = &[
    "Sain avun nopeasti ja minua kuunneltiin.",
    "Jouduin kertomaan saman asian monelle.",
    "Hyvä, että kotiin tuli aina sama työntekijä.",
    "Päätöstä piti odottaa liian kauan, mutta ohjeet olivat selvät.",
    "Puhelimeen ei tahdottu vastata. Kun vastattiin, asia hoitui.",
];

/// What the client of one matter has been asked. What Aino was refused lately waits for her answer.
pub(crate) fn of(whole: &Whole, main: usize, matter: &Matter, all: &mut Vec<PastFeedback>) {
    let Some((closed_at, client)) = matter.closed_at.zip(matter.clients.first()) else { return };
    let ago = (whole.today - helsinki_date(closed_at)).num_days();
    if matter.state != MatterState::Closed || main >= AMONG || ago >= BACK {
        return;
    }
    let task = matter.scope.service_task;
    let set = whole.rules.feedback.on(whole.today);
    if !set.body.asks_of(task, matter.close_reason.as_deref().unwrap_or_default()) {
        return;
    }
    let feedback = |values, words, named, answered_at| PastFeedback {
        client: *client,
        matter: matter.id,
        scope: matter.scope,
        team: matter.team_id,
        closed_at,
        // What ended today is asked about today, so that something waits whenever the county was made.
        opens_on: whole.today,
        values,
        words,
        named,
        answered_at,
    };
    if main == known::AINO {
        if ago < WAITS {
            all.push(feedback(Vec::new(), None, false, closed_at));
        }
        return;
    }
    // Four of five answer, more of them well than not; who they are follows from their place in the county.
    if (main / 7) % 5 == 0 || ago < 2 {
        all.push(feedback(Vec::new(), None, false, closed_at));
        return;
    }
    let value = [5, 4, 4, 5, 2, 3, 5, 4, 1, 4].get(main % 10).copied().unwrap_or(4);
    let answered_at: DateTime<Utc> = (closed_at + Days::new(1)).min(whole.ctx.now());
    let words = (main % 4 == 1).then(|| WORDS.get(main % WORDS.len()).map(|words| ("words", *words))).flatten();
    let values = vec![
        ("satisfied", value),
        ("respected", (value + 1).min(5)),
        ("informed", value),
        ("needs_met", (value + i32::from(main % 2 == 0)).min(5)),
        ("recommend", value * 2),
    ];
    all.push(feedback(values, words, main % 16 == 5, answered_at));
}

/// Aino's own: each morning, and once in a week.
pub(crate) fn reminders(whole: &Whole, resident: &Resident, client: ClientId, all: &mut Vec<PastReminder>) {
    if resident.index != known::AINO {
        return;
    }
    let set = |words, minute, repeats| PastReminder { client, words, on: whole.today - Days::new(10), minute, repeats };
    all.push(set("Verenpaineen mittaus ennen aamupalaa", 8 * 60, ReminderRepeats::Daily));
    all.push(set("Tuolijumppa kerholla", 13 * 60, ReminderRepeats::Weekly));
}
