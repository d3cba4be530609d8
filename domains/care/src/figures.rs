//! What this room tells to whoever counts the house's own work: matters, time limits, waiting for an assessment, booked times, goals.

use store::FigureSource;

/// The main client of the matter `m`; asked only where the rows themselves are shown.
macro_rules! of_matter {
    ($rest:literal) => {
        concat!(
            "SELECT (SELECT mc.client_id FROM matter_client mc WHERE mc.matter_id = m.id AND mc.main AND mc.left_at IS NULL) AS client_id, \
             m.id, m.register, m.service_task, m.catalogue_row, m.team_id, m.handler_id, ",
            $rest
        )
    };
}

/// Each by its code; one more is a line.
pub const SOURCES: &[FigureSource] = &[
    FigureSource {
        code: "matter",
        sql: of_matter!(
            "m.initiated_at AS at, m.closed_at AS over_at, m.initiated_on AS since_on, CAST(NULL AS integer) AS met \
             FROM matter m WHERE m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: false,
        item: "matter",
    },
    FigureSource {
        // A limit is late from the day after its last one until what it asks for is done.
        code: "time_limit",
        sql: of_matter!(
            "c.due_on AS at, c.stopped_on AS over_at, c.started_on AS since_on, CAST(NULL AS integer) AS met \
             FROM clock c JOIN matter m ON m.id = c.matter_id WHERE c.state IN ('running', 'met', 'missed') AND c.due_on IS NOT NULL \
             AND m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        code: "time_limit_ended",
        sql: of_matter!(
            "c.stopped_on AS at, c.stopped_on AS over_at, c.started_on AS since_on, CASE WHEN c.state = 'met' THEN 1 ELSE 0 END AS met \
             FROM clock c JOIN matter m ON m.id = c.matter_id WHERE c.state IN ('met', 'missed') AND c.due_on IS NOT NULL \
             AND c.stopped_on IS NOT NULL AND m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        // The first assessment of a matter.
        code: "assessment_started",
        sql: of_matter!(
            "a.started_on AS at, a.finished_on AS over_at, m.initiated_on AS since_on, CAST(NULL AS integer) AS met \
             FROM assessment a JOIN matter m ON m.id = a.matter_id WHERE m.state IN ('open', 'closed') AND a.started_on >= m.initiated_on \
             AND NOT EXISTS (SELECT 1 FROM assessment b WHERE b.matter_id = a.matter_id \
             AND (b.started_on < a.started_on OR (b.started_on = a.started_on AND b.id < a.id)))"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        // From being initiated to being closed.
        code: "matter_closed",
        sql: of_matter!(
            "st.left_on AS at, st.left_on AS over_at, m.initiated_on AS since_on, CAST(NULL AS integer) AS met \
             FROM matter_stay st JOIN matter m ON m.id = st.matter_id WHERE st.to_step = 'closed' AND st.left_on IS NOT NULL \
             AND m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        // The first time a matter left first contact, to wherever.
        code: "first_contact_left",
        sql: of_matter!(
            "st.left_on AS at, st.left_on AS over_at, m.initiated_on AS since_on, CAST(NULL AS integer) AS met \
             FROM matter_stay st JOIN matter m ON m.id = st.matter_id WHERE st.step = 'first_contact' AND st.nth = 1 \
             AND st.left_on IS NOT NULL AND st.to_step <> 'first_contact' AND m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        // Of matters closed, those that went from a team to another on their way.
        code: "matter_handed",
        sql: of_matter!(
            "st.left_on AS at, st.left_on AS over_at, m.initiated_on AS since_on, CASE WHEN EXISTS (SELECT 1 FROM matter_stay h \
             WHERE h.matter_id = m.id AND h.handed = 1) THEN 1 ELSE 0 END AS met \
             FROM matter_stay st JOIN matter m ON m.id = st.matter_id WHERE st.to_step = 'closed' AND st.left_on IS NOT NULL \
             AND m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        // Of assessments begun, those during which another of the same client was under way already.
        code: "assessment_again",
        sql: of_matter!(
            "a.started_on AS at, a.finished_on AS over_at, CAST(NULL AS date) AS since_on, CASE WHEN EXISTS (SELECT 1 FROM assessment b \
             WHERE b.client_id = a.client_id AND b.id <> a.id AND (b.started_on < a.started_on OR (b.started_on = a.started_on AND b.id < a.id)) \
             AND (b.finished_on IS NULL OR b.finished_on >= a.started_on)) THEN 1 ELSE 0 END AS met \
             FROM assessment a JOIN matter m ON m.id = a.matter_id WHERE m.state IN ('open', 'closed')"
        ),
        matter: true,
        dated: true,
        item: "matter",
    },
    FigureSource {
        // Of what happened with the client, what was written down on the same day (by UTC: a night's entry may fall on the day before).
        code: "note_written",
        sql: "SELECT n.client_id, n.id, n.register, n.service_task, n.catalogue_row, m.team_id, n.author_id AS handler_id, \
              n.happened_at AS at, n.happened_at AS over_at, CAST(NULL AS date) AS since_on, \
              CASE WHEN SUBSTR(CAST(n.created_at AS text), 1, 10) = SUBSTR(CAST(n.happened_at AS text), 1, 10) THEN 1 ELSE 0 END AS met \
              FROM note n LEFT JOIN matter m ON m.id = n.matter_id",
        matter: false,
        dated: false,
        item: "note",
    },
    FigureSource {
        code: "appointment",
        sql: "SELECT a.client_id, a.id, a.register, a.service_task, a.catalogue_row, a.team_id, a.handler_id, a.starts_at AS at, \
              a.ends_at AS over_at, CAST(NULL AS date) AS since_on, CAST(NULL AS integer) AS met FROM appointment a \
              WHERE a.state <> 'cancelled'",
        matter: false,
        dated: false,
        item: "appointment",
    },
    FigureSource {
        // A goal looked at together: whether it was found reached.
        code: "goal_followed",
        sql: "SELECT f.client_id, f.id, f.register, f.service_task, f.catalogue_row, m.team_id, f.author_id AS handler_id, f.at AS at, \
              f.at AS over_at, CAST(NULL AS date) AS since_on, CASE WHEN f.status = 'reached' THEN 1 ELSE 0 END AS met \
              FROM goal_follow_up f JOIN plan p ON p.id = f.plan_id LEFT JOIN matter m ON m.id = p.matter_id",
        matter: false,
        dated: false,
        item: "goal",
    },
];
