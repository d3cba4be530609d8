//! The words rules are written in. A rule file with any other word is refused.

use kernel::codes;

/// Codes of the staff roles that rules may name.
pub const ROLES: [&str; 8] = [
    "home_care_nurse",
    "acute_nurse",
    "care_coordinator",
    "case_manager",
    "social_worker",
    "team_lead",
    "administrator",
    "data_protection_officer",
];
/// Of those, the roles that open no clients.
pub const ROLES_WITHOUT_CLIENTS: [&str; 2] = ["administrator", "data_protection_officer"];

codes! {
    /// The four situations in which the lobby puts a matter on its way.
    Situation {
        Guidance => "guidance", NeedsAssessment => "needs_assessment", HomeRehabilitation => "home_rehabilitation",
        AcuteDischarge => "acute_discharge",
    }
}

codes! {
    /// How soon help is needed (THL 1.2.246.537.6.1252: grades 1, 2 and 3).
    Urgency { Urgent => "urgent", Soon => "soon", NonUrgent => "non_urgent" }
}

codes! {
    /// The stage of a matter on the desk.
    Lane {
        FirstContact => "first_contact", Assessment => "assessment", Planning => "planning", Decision => "decision",
        Managing => "managing",
    }
}

codes! {
    /// How a decision answers the application (THL 1.2.246.537.6.1248 and partly positive).
    Outcome { Positive => "positive", Partial => "partial", Negative => "negative" }
}

codes! {
    /// What can happen to a matter that starts, meets or ends a statutory clock.
    Happening {
        /// A contact, notification or application has arrived.
        MatterInitiated => "matter_initiated",
        /// A professional has judged how urgent the need of help is.
        UrgencyAssessed => "urgency_assessed",
        /// The matter reached the assessment lane.
        AssessmentStarted => "assessment_started",
        /// The assessment document was finished.
        AssessmentFinished => "assessment_finished",
        /// The plan document was finished, the first one or a revised one.
        PlanFinished => "plan_finished",
        /// A decision was made by one who has the power.
        DecisionMade => "decision_made",
        /// The decision that was made refuses the service; told in addition to `decision_made`.
        DecisionRefused => "decision_refused",
        /// The decision was sent or handed to the client.
        DecisionSent => "decision_sent",
        /// A claim for administrative review arrived.
        AppealMade => "appeal_made",
        /// What was asked for in review was decided, or the request was withdrawn.
        ReviewDecided => "review_decided",
        /// The service that was decided on began.
        ServiceStarted => "service_started",
        CustomershipOpened => "customership_opened",
        /// The client got a named own worker or responsible worker.
        OwnWorkerNamed => "own_worker_named",
        MatterClosed => "matter_closed",
    }
}

codes! {
    /// How a limit is counted.
    LimitKind {
        Workdays => "workdays", Days => "days", Months => "months", Immediate => "immediate", WithoutDelay => "without_delay",
    }
}

codes! {
    /// What was done but not recorded, or left without what belongs to it.
    GapKind {
        /// A visit was agreed and its time has passed, but nothing is recorded of that day.
        VisitWithoutEntry => "visit_without_entry",
        /// A matter was moved on from the first contact, but nothing is recorded of any contact.
        ContactWithoutEntry => "contact_without_entry",
        /// An assessment was begun and has not been finished.
        AssessmentPastDate => "assessment_past_date",
        /// A decision was made without reasons.
        DecisionWithoutReasons => "decision_without_reasons",
        /// A plan is in force without the client's own view.
        PlanWithoutClientView => "plan_without_client_view",
        /// A plan's goals have not been looked at.
        GoalWithoutFollowUp => "goal_without_follow_up",
        /// The worker responsible for a customership does not work here any more.
        CustomershipWithoutWorker => "customership_without_worker",
    }
}

codes! {
    /// To whom a gap belongs.
    GapOwner {
        /// The matter's handler.
        Handler => "handler",
        /// Who wrote the plan, began the assessment or drafted the decision.
        Author => "author",
        /// Who made the decision.
        Decider => "decider",
        /// The worker responsible for the client's customership in the same task.
        Responsible => "responsible",
        /// The lead of the team; also whenever nobody else is found.
        TeamLead => "team_lead",
    }
}

codes! {
    /// What the population register told that something follows from.
    RegisterCause {
        Died => "died",
        /// The home municipality is in another county now.
        MovedAway => "moved_away",
        /// Its address protection ended, while a protection had stood before it.
        ProtectionEnded => "protection_ended",
    }
}

codes! {
    /// What a register's word can end or put before a person.
    RegisterObject {
        Appointment => "appointment", Customership => "customership", Matter => "matter",
        /// A permit to disclose.
        Permit => "permit",
        /// A guardian's or a trustee's task.
        Mandate => "mandate",
        /// What has not been sent yet.
        Notice => "notice", Protection => "protection",
    }
}

codes! {
    /// What becomes of it.
    RegisterDeed { End => "end", Ask => "ask" }
}

codes! {
    /// Where a clock stands.
    ClockState {
        Running => "running", Paused => "paused",
        /// What was due was done in time.
        Met => "met",
        /// It was done, or the matter was closed, after the due date.
        Missed => "missed",
        /// The duty went away before its time.
        Ended => "ended",
    }
}

codes! {
    /// A section of the situation picture whose place a lens decides.
    Section {
        Alerts => "alerts", Deadlines => "deadlines", Open => "open", Timeline => "timeline", History => "history",
        Plans => "plans", Medication => "medication", Risks => "risks", Conditions => "conditions", Devices => "devices",
        People => "people", Measures => "measures",
    }
}

codes! {
    /// A lane of the situation picture's timeline.
    TimelineLane {
        EmergencyWard => "emergency_ward", Visits => "visits", Services => "services", PlansDecisions => "plans_decisions",
        Functioning => "functioning",
    }
}

codes! {
    /// What the rules of quality speak of.
    DataItem {
        Phone => "phone", Email => "email", Address => "address", CloseOne => "close_one", Medication => "medication",
        Risk => "risk", Measure => "measure", Plan => "plan",
    }
}

codes! {
    /// A part of an item that can be missing.
    DataPart {
        PostalCode => "postal_code",
        /// How a close one is reached.
        Telephone => "telephone",
        Dose => "dose", Start => "start",
        /// Until when a medicine is taken.
        End => "end",
        Severity => "severity", Unit => "unit",
        /// The range the source gave beside a value.
        Range => "range",
        Goals => "goals", Services => "services", ReviewDay => "review_day",
    }
}

codes! {
    /// What data are used for.
    DataUse {
        /// Someone reads and thinks.
        Human => "human",
        /// A program counts, sends or sorts by it.
        Computing => "computing",
        /// A statistical model learns from it or predicts by it.
        Model => "model",
    }
}

codes! {
    /// On which level an item of the data catalogue is governed (the workshop's four solutions, and none yet).
    Governance {
        /// Between the organiser and its own providers only.
        County => "county",
        /// Each county keeps its own by one definition; exchanged between counties or nationally.
        JointlyDefined => "jointly_defined",
        /// Kept in the counties' joint implementation.
        Joint => "joint",
        /// Kept nationally, used by other authorities too.
        National => "national",
        /// Left open: treated as the county's own.
        Undecided => "undecided",
    }
}

codes! {
    /// Whether an item of the data catalogue is client or patient data.
    ItemData {
        Client => "client", Patient => "patient",
        /// One or the other, by the register it is written in.
        ClientOrPatient => "client_or_patient",
        /// Case by case: a professional's estimate is, the client's own is not.
        Possibly => "possibly",
        No => "no",
    }
}

impl Governance {
    /// Whether an item of this level may leave the county for another organiser or authority. What nobody has decided stays.
    pub const fn leaves(self) -> bool {
        matches!(self, Self::JointlyDefined | Self::Joint | Self::National)
    }
}
