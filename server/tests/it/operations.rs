//! The node as whoever operates it meets it: figures, stopping, copies of a running node, two nodes on one database. Every test
//! starts the program itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::common::process::{Browser, KEY, Node, production, punos};
use serde_json::{Value, json};
use store::sql;
use store::testing::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_told_apart_and_name_nobody() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let data = tempfile::tempdir().unwrap();
    let node = Node::serve(&db, data.path(), &["--metrics-listen", "127.0.0.1:0"]);
    let browser = Browser::of(&house, "home_care_nurse", &node.url).await;
    let q = json!({ "q": "virtanen" });
    let found: Value = browser.post(&format!("{}/api/v1/staff/clients/search", node.url), &q).send().await.unwrap().json().await.unwrap();
    let client = found["cards"][0]["id"].as_str().unwrap().to_owned();
    browser.get(&format!("{}/api/v1/staff/clients/{client}/summary", node.url)).send().await.unwrap();
    browser.get(&format!("{}/etsi/virtanen/{client}", node.url)).send().await.unwrap();
    let stream = browser.get(&format!("{}/api/v1/staff/live", node.url)).send().await.unwrap();
    let told = reqwest::get(node.metrics.as_ref().unwrap()).await.unwrap().text().await.unwrap();
    drop(stream);
    for expected in [
        "punos_http_requests_total{method=\"GET\",route=\"/api/v1/staff/clients/{id}/summary\",status=\"200\"} 1",
        "punos_http_request_duration_seconds_bucket{le=\"0.05\",method=\"POST\",route=\"/api/v1/staff/clients/search\"}",
        "route=\"unmatched\"",
        "punos_live_streams 1",
        "punos_database_state{state=\"well\"} 1",
        "punos_database_connections{state=\"idle\"}",
        "punos_queued_jobs{state=\"dead\"} 0",
        "process_resident_memory_bytes",
        "punos_build_info{version=",
        "# EOF",
    ] {
        assert!(told.contains(expected), "{expected} is not in\n{told}");
    }
    for never in [client.as_str(), "virtanen", "Virtanen", &house.subject("home_care_nurse").to_string()] {
        assert!(!told.contains(never), "{never} is told");
    }
    // The node's own address does not tell them.
    let page = browser.get(&format!("{}/metrics", node.url)).send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("punos_http_requests"));
    // Nor does a node tell them to the network.
    let mut open = punos();
    open.args(["serve", "--oidc-issuer", "http://127.0.0.1:9", "--metrics-listen", "0.0.0.0:0", "--database", &db.url, "--data"]);
    let refused = open.arg(data.path()).env("PUNOS_KEY", KEY).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    let ready: Value = reqwest::get(format!("{}/readyz", node.url)).await.unwrap().json().await.unwrap();
    assert_eq!(ready, json!({ "database": "well", "stopping": false }));
    assert_eq!(reqwest::get(format!("{}/healthz", node.url)).await.unwrap().status(), 200);
}

/// A collector: keeps what is sent to it.
async fn collector() -> (String, Arc<Mutex<Vec<Value>>>) {
    let kept: Arc<Mutex<Vec<Value>>> = Arc::default();
    let keep = kept.clone();
    let take = move |axum::Json(body): axum::Json<Value>| {
        let keep = keep.clone();
        async move {
            keep.lock().unwrap().push(body);
            axum::Json(json!({}))
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/v1/traces", axum::routing::post(take))).await });
    (url, kept)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_shows_where_the_time_went_and_names_nobody() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let data = tempfile::tempdir().unwrap();
    let (url, kept) = collector().await;
    let mut node = Node::serve(&db, data.path(), &["--otlp-endpoint", &url]);
    let browser = Browser::of(&house, "home_care_nurse", &node.url).await;
    let q = json!({ "q": "virtanen" });
    let answer = browser.post(&format!("{}/api/v1/staff/clients/search", node.url), &q);
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    let answer = answer.header("traceparent", parent).send().await.unwrap();
    let request_id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let found: Value = answer.json().await.unwrap();
    let client = found["cards"][0]["id"].as_str().unwrap().to_owned();
    browser.get(&format!("{}/etsi/virtanen/{client}", node.url)).send().await.unwrap();
    // What waits is sent when the node stops.
    node.signal("TERM");
    assert!(node.ended(Duration::from_secs(20)).await.success());

    let told = kept.lock().unwrap().clone();
    let spans: Vec<&Value> = told
        .iter()
        .flat_map(|sent| sent["resourceSpans"].as_array().unwrap())
        .flat_map(|resource| resource["scopeSpans"].as_array().unwrap())
        .flat_map(|scope| scope["spans"].as_array().unwrap())
        .collect();
    let attribute = |span: &Value, key: &str| {
        let all = span["attributes"].as_array().cloned().unwrap_or_default();
        all.into_iter().find(|a| a["key"] == key).map(|a| a["value"].clone())
    };
    let search = spans.iter().find(|s| s["name"] == "POST /api/v1/staff/clients/search").unwrap_or_else(|| panic!("{told:?}"));
    assert_eq!(search["traceId"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(search["parentSpanId"], "b7ad6b7169203331");
    assert_eq!(attribute(search, "punos.request_id").unwrap()["stringValue"], request_id.as_str());
    // The protocol writes whole numbers of 64 bits as texts; some writers as numbers.
    let status = attribute(search, "http.response.status_code").unwrap_or_else(|| panic!("{search}"));
    assert_eq!(status["intValue"].to_string().trim_matches('"'), "200", "{status}");
    let statements: Vec<String> = spans
        .iter()
        .filter(|s| s["traceId"] == search["traceId"] && s["name"] == "statement")
        .map(|s| attribute(s, "db.query.text").unwrap()["stringValue"].as_str().unwrap().to_owned())
        .collect();
    assert!(statements.iter().any(|sql| sql.contains("client")), "{statements:?}");
    assert!(spans.iter().any(|s| s["name"] == "GET unmatched"));
    let whole = serde_json::to_string(&told).unwrap();
    for never in [client.as_str(), "virtanen", "Virtanen", &house.subject("home_care_nurse").to_string()] {
        assert!(!whole.contains(never), "{never} is told");
    }
}

/// Begins a request and keeps back the end of its body.
async fn half_sent(node: &Node, browser: &Browser, path: &str, body: &Value) -> (TcpStream, Vec<u8>) {
    let body = body.to_string().into_bytes();
    let (first, rest) = body.split_at(body.len() / 2);
    let mut stream = TcpStream::connect(node.address()).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncookie: {}\r\nx-csrf-token: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        browser.cookie,
        browser.csrf,
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(first).await.unwrap();
    stream.flush().await.unwrap();
    (stream, rest.to_vec())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopping_node_ends_what_is_under_way() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let data = tempfile::tempdir().unwrap();
    let mut node = Node::serve(&db, data.path(), &["--drain", "2", "--stop-limit", "20"]);
    let browser = Browser::of(&house, "home_care_nurse", &node.url).await;
    let matter = browser.matter(&node.url).await;
    let mut live = browser.get(&format!("{}/api/v1/staff/live", node.url)).send().await.unwrap();
    let (mut under_way, rest) = half_sent(&node, &browser, "/api/v1/staff/lobby/send", &matter).await;
    node.signal("TERM");

    // First the balancer is told, while people are still answered.
    let mut told = Value::Null;
    for _ in 0..40 {
        told = reqwest::get(format!("{}/readyz", node.url)).await.unwrap().json().await.unwrap();
        if told["stopping"] == json!(true) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert_eq!(told["stopping"], json!(true));
    assert_eq!(browser.get(&format!("{}/api/v1/session", node.url)).send().await.unwrap().status(), 200);
    // Live screens are told to come again.
    let mut text = String::new();
    while let Ok(Some(chunk)) = live.chunk().await {
        text += &String::from_utf8_lossy(&chunk);
    }
    assert!(text.contains("event: reconnect") && text.contains("retry: "), "{text}");
    // Nobody new is taken in.
    let mut closed = false;
    for _ in 0..100 {
        closed = TcpStream::connect(node.address()).await.is_err();
        if closed {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    assert!(closed, "the node still listens");
    // What had begun is answered, kept and logged.
    under_way.write_all(&rest).await.unwrap();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(node.ended(Duration::from_secs(20)).await.success());
    let number = answer.split("\"number\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    house.gate.flush_log().await;
    let job = house.gate.job("test.look", "test", None);
    let text = "SELECT l.id FROM matter m JOIN access_log l ON l.objects = CAST(m.id AS TEXT) OR l.objects LIKE '%' || CAST(m.id AS TEXT) || '%' WHERE m.number = $1";
    assert!(!sql::rows(job.reader(), text, [number.into()]).await.unwrap().is_empty(), "the log has the line");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_never_ends_does_not_keep_the_node() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let data = tempfile::tempdir().unwrap();
    let mut node = Node::serve(&db, data.path(), &["--stop-limit", "1"]);
    let browser = Browser::of(&house, "home_care_nurse", &node.url).await;
    let matter = browser.matter(&node.url).await;
    let _never_ended = half_sent(&node, &browser, "/api/v1/staff/lobby/send", &matter).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    node.signal("TERM");
    assert!(node.ended(Duration::from_secs(15)).await.success());
}

fn run(args: &[&str], data: &Path) -> Output {
    punos().args(args).arg("--data").arg(data).output().unwrap()
}

fn done(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// One process holds the SQLite file: the command line hands its order to it, and what it did is seen in the browser at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_reach_a_running_node() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let node = Node::demo(&data);
    let browser = Browser::persona("administrator", &node.url).await;
    let seen = async |state: &str| -> Vec<Value> {
        let url = format!("{}/api/v1/staff/administration/professionals?q=Uusi%20Ada&state={state}", node.url);
        let page: Value = browser.get(&url).send().await.unwrap().json().await.unwrap();
        page["rows"].as_array().unwrap().clone()
    };
    let add = [
        "staff",
        "add",
        "--subject",
        "ada",
        "--name",
        "Uusi Ada",
        "--role",
        "administrator",
        "--unit",
        "Tietohallinto",
        "--from",
        "2026-01-01",
        "--json",
    ];
    let refused = run(&add, &data);
    assert_eq!(refused.status.code(), Some(1), "there is no such unit, and none is made unasked");
    assert!(seen("employed").await.is_empty());
    let added = done(&run(&[&add[..], &["--new-unit"]].concat(), &data));
    let rows = seen("employed").await;
    assert_eq!((rows.len(), &rows[0]["id"], &rows[0]["unit"]), (1, &added["id"], &json!("Tietohallinto")));
    let listed = done(&run(&["staff", "list", "--role", "administrator", "--json"], &data));
    assert!(listed["staff"].as_array().unwrap().iter().any(|one| one["id"] == added["id"]), "{listed}");
    let yesterday = kernel::Context::system().today().pred_opt().unwrap().to_string();
    done(&run(&["staff", "end", "--subject", "ada", "--last-day", &yesterday, "--json"], &data));
    assert!(seen("employed").await.is_empty());
    assert_eq!(seen("ended").await.len(), 1);

    // Periods are rules: the version put in force is the one a report is made by and names.
    let version = |told: Value| told["run"]["rules_version"].as_str().unwrap().to_owned();
    assert_eq!(version(done(&run(&["retention", "plan", "--json"], &data))), "1");
    let own = home.path().join("retention.toml");
    std::fs::write(&own, include_str!("../../../rules/retention.toml").replacen("years = 30", "years = 40", 1)).unwrap();
    let put = done(&run(&["rules", "put", own.to_str().unwrap(), "--why", "Arkistonhoitajan päätös", "--json"], &data));
    let told = version(done(&run(&["retention", "plan", "--json"], &data)));
    assert_eq!(Some(told.as_str()), put["name"].as_str(), "{put}");
    assert_ne!(told, "1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_running_node_is_copied_and_put_back_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let (data, other) = (home.path().join("data"), home.path().join("other"));
    let mut node = Node::demo(&data);
    let browser = Browser::persona("home_care_nurse", &node.url).await;
    let matter = browser.matter(&node.url).await;
    let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::<String>::new())));
    let sending = {
        let (browser, url, stop, sent) = (browser.clone(), node.url.clone(), stop.clone(), sent.clone());
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let answer = browser.post(&format!("{url}/api/v1/staff/lobby/send"), &matter).send().await.unwrap();
                assert_eq!(answer.status(), 201);
                let body: Value = answer.json().await.unwrap();
                sent.lock().unwrap().push(body["number"].as_str().unwrap().to_owned());
            }
        })
    };
    while sent.lock().unwrap().len() < 5 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let before = sent.lock().unwrap().clone();
    let file = home.path().join("node.punos");
    let name = file.to_str().unwrap().to_owned();
    let told = done(&run(&["backup", &name, "--json"], &data));
    assert!(told["rows"].as_u64().unwrap() > 1_000, "{told}");
    assert_eq!((told["database"].as_str(), told["made_as"].as_str()), (Some("sqlite"), Some("demo")));
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions()) & 0o777, 0o600);
    let again = run(&["backup", &name, "--json"], &data);
    assert_eq!(again.status.code(), Some(1), "an older copy is not lost by accident");
    // Into a node that runs: refused.
    assert_eq!(run(&["restore", &name, "--replace", "--json"], &data).status.code(), Some(1));
    stop.store(true, Ordering::Relaxed);
    sending.await.unwrap();
    node.signal("TERM");
    node.ended(Duration::from_secs(20)).await;
    assert_eq!(done(&run(&["restore", &name, "--check", "--json"], &other))["whole"], json!(true));

    // Without the key, and with another, nothing is put back.
    assert_eq!(run(&["restore", &name, "--json"], &other).status.code(), Some(1));
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("node.key"), KEY).unwrap();
    let refused = run(&["restore", &name, "--json"], &other);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("another key"));
    std::fs::remove_file(other.join("node.key")).unwrap();
    // The key travels apart, sealed by a passphrase.
    let (words, sealed) = (home.path().join("words"), home.path().join("key.sealed"));
    std::fs::write(&words, "riittävän pitkä lause\n").unwrap();
    let key = |what: &str, data: &Path| {
        run(&["key", what, sealed.to_str().unwrap(), "--passphrase-file", words.to_str().unwrap(), "--json"], data)
    };
    let check = done(&key("export", &data));
    assert!(!std::fs::read_to_string(&sealed).unwrap().contains(std::fs::read_to_string(data.join("node.key")).unwrap().trim()));
    assert_eq!(done(&key("import", &other)), check);
    assert_eq!(key("import", &other).status.code(), Some(1), "a key that is there stays");

    let told = done(&run(&["restore", &name, "--json"], &other));
    assert_eq!(told["made_as"], json!("demo"));
    assert_eq!(run(&["restore", &name, "--json"], &other).status.code(), Some(1), "not empty any more");
    let node = Node::demo(&other);
    let browser = Browser::persona("home_care_nurse", &node.url).await;
    let mut kept = BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let page: Value =
            browser.get(&format!("{}/api/v1/staff/lobby/sent?{cursor}", node.url)).send().await.unwrap().json().await.unwrap();
        kept.extend(page["items"].as_array().unwrap().iter().map(|m| m["number"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("cursor={next}"),
            None => break,
        }
    }
    for number in before {
        assert!(kept.contains(&number), "{number} was answered before the copy was asked for");
    }
}

/// What stands before several nodes: each new connection goes to the next one that takes it.
struct Balancer {
    url: String,
    task: tokio::task::JoinHandle<()>,
}

impl Balancer {
    async fn over(nodes: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let turn = Arc::new(AtomicUsize::new(0));
        let nodes = Arc::new(nodes);
        let task = tokio::spawn(async move {
            while let Ok((mut caller, _)) = listener.accept().await {
                let (turn, nodes) = (turn.clone(), nodes.clone());
                tokio::spawn(async move {
                    for _ in 0..nodes.len() {
                        let node = &nodes[turn.fetch_add(1, Ordering::Relaxed) % nodes.len()];
                        if let Ok(mut node) = TcpStream::connect(node).await {
                            let _ = tokio::io::copy_bidirectional(&mut caller, &mut node).await;
                            return;
                        }
                    }
                });
            }
        });
        Self { url, task }
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_put_in_force_at_one_node_holds_at_the_other() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = Node::serve(&db, one.path(), &[]);
    let b = Node::serve(&db, other.path(), &[]);
    let sender = Browser::of(&house, "home_care_nurse", &b.url).await;
    let matter = sender.matter(&b.url).await;
    let propose = async || {
        let proposal: Value =
            sender.post(&format!("{}/api/v1/staff/lobby/propose", b.url), &matter).send().await.unwrap().json().await.unwrap();
        proposal["why"][0]["rule"].as_str().unwrap_or_else(|| panic!("{proposal}")).to_owned()
    };
    assert_ne!(propose().await, "koe");

    let keeper = Browser::of(&house, "administrator", &a.url).await;
    let at_rules = format!("{}/api/v1/staff/rules/routing", a.url);
    let now: Value = keeper.get(&at_rules).send().await.unwrap().json().await.unwrap();
    let rule = "[[rules]]\nid = \"koe\"\nteam = \"lansi\"\nwhen = [{ service_tasks = [\"older_people\"], situations = [\"guidance\"], urgencies = [\"non_urgent\"] }]\n\
                [rules.text]\nfi = \"Kokeilu\"\nsv = \"Försök\"\nen = \"A trial\"\n\n[[rules]]";
    let text = include_str!("../../../rules/routing.toml").replacen("[[rules]]", rule, 1);
    let body = json!({ "text": text, "why": "Kokeilu" });
    let revision = now["revision"].as_i64().unwrap_or_else(|| panic!("{now}"));
    let put = keeper.post(&format!("{at_rules}/versions"), &body).header("if-match", format!("\"{revision}\"")).send().await.unwrap();
    let status = put.status();
    assert_eq!(status, 201, "{}", put.text().await.unwrap());
    let told = tokio::time::timeout(Duration::from_secs(20), async {
        while propose().await != "koe" {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    told.await.expect("the other node uses it within the time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_are_one_to_those_who_use_them() {
    let mut db = TestDb::postgres().await;
    let house = production(&mut db).await;
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut a = Node::serve(&db, one.path(), &[]);
    let b = Node::serve(&db, other.path(), &[]);
    let balancer = Balancer::over(vec![a.address(), b.address()]).await;

    // A session holds at both, and ends at both.
    let leaving = Browser::of(&house, "case_manager", &a.url).await;
    for node in [&a, &b] {
        assert_eq!(leaving.get(&format!("{}/api/v1/staff/lobby/sent", node.url)).send().await.unwrap().status(), 200);
    }
    assert_eq!(leaving.post(&format!("{}/api/v1/session/end", a.url), &json!({})).send().await.unwrap().status(), 200);
    assert_eq!(leaving.get(&format!("{}/api/v1/staff/lobby/sent", b.url)).send().await.unwrap().status(), 401);

    // A screen that follows one node sees what was done at the other.
    let browser = Browser::of(&house, "home_care_nurse", &balancer.url).await;
    let matter = browser.matter(&balancer.url).await;
    let mut live = browser.get(&format!("{}/api/v1/staff/live", a.url)).send().await.unwrap();
    let sent =
        browser.post(&format!("{}/api/v1/staff/lobby/send", b.url), &matter).header("idempotency-key", "first").send().await.unwrap();
    assert_eq!(sent.status(), 201);
    let sent: Value = sent.json().await.unwrap();
    let mut seen = String::new();
    let told = tokio::time::timeout(Duration::from_secs(20), async {
        while let Ok(Some(chunk)) = live.chunk().await {
            seen += &String::from_utf8_lossy(&chunk);
            if seen.contains(sent["id"].as_str().unwrap()) {
                return;
            }
        }
        panic!("the stream ended: {seen}");
    });
    told.await.expect("told within the time");
    // The same request once more, at the other node: the same answer, nothing new.
    let again =
        browser.post(&format!("{}/api/v1/staff/lobby/send", a.url), &matter).header("idempotency-key", "first").send().await.unwrap();
    assert_eq!(again.json::<Value>().await.unwrap()["number"], sent["number"]);

    // One is killed under load. Who gets no answer asks again with the same key, as the screens do.
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::<(String, String)>::new())));
    let senders: Vec<_> = (0..4)
        .map(|sender| {
            let (browser, matter, url, stop, answered) =
                (browser.clone(), matter.clone(), balancer.url.clone(), stop.clone(), answered.clone());
            tokio::spawn(async move {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let key = format!("{sender}/{n}");
                    for attempt in 0.. {
                        assert!(attempt < 100, "no answer to {key}");
                        let send =
                            browser.post(&format!("{url}/api/v1/staff/lobby/send"), &matter).header("idempotency-key", &key).send().await;
                        let Ok(answer) = send else { continue };
                        let status = answer.status();
                        let Ok(body) = answer.json::<Value>().await else { continue };
                        assert_eq!(status, 201, "{body}");
                        answered.lock().unwrap().push((key, body["number"].as_str().unwrap().to_owned()));
                        break;
                    }
                }
            })
        })
        .collect();
    let until = async |count: usize| {
        let begun = Instant::now();
        while answered.lock().unwrap().len() < count {
            assert!(begun.elapsed() < Duration::from_secs(120), "too slow");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    until(20).await;
    a.child.kill().unwrap();
    a.child.wait().unwrap();
    let then = answered.lock().unwrap().len();
    until(then + 20).await;
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.await.unwrap();
    }
    let answered = answered.lock().unwrap().clone();
    let numbers: BTreeSet<&String> = answered.iter().map(|(_, number)| number).collect();
    assert_eq!(numbers.len(), answered.len(), "each request made one matter");

    // Each is whole: its client, its relation, its event, its line in the log; and there is none that nobody was told of.
    house.gate.flush_log().await;
    let job = house.gate.job("test.look", "test", None);
    let mine = house.subject("home_care_nurse");
    let text = "SELECT m.number, \
                (SELECT COUNT(*) FROM matter_client c WHERE c.matter_id = m.id) AS clients, \
                (SELECT COUNT(*) FROM care_relation r WHERE r.object_id = m.id) AS relations, \
                (SELECT COUNT(*) FROM event e WHERE e.object_id = m.id) AS events, \
                (SELECT COUNT(*) FROM access_log l WHERE l.objects = m.id::text AND l.outcome = 'allowed') AS lines \
                FROM matter m WHERE m.sender_id = $1 AND (m.why_another = 'koe' OR m.number = $2)";
    // The first had no other beside it, so no reason for another was kept.
    let first = sent["number"].as_str().unwrap();
    let rows = sql::rows(job.reader(), text, [mine.into(), first.into()]).await.unwrap();
    let mut kept = BTreeSet::new();
    for row in &rows {
        let number: String = row.try_get("", "number").unwrap();
        for part in ["clients", "relations", "events", "lines"] {
            assert!(row.try_get::<i64>("", part).unwrap() > 0, "{number} has no {part}");
        }
        kept.insert(number);
    }
    for number in numbers {
        assert!(kept.contains(number), "{number} was answered with success and is gone");
    }
    assert!(kept.remove(first), "{first} is not in {kept:?}");
    assert_eq!(kept.len(), answered.len(), "none that nobody was told of");
}
