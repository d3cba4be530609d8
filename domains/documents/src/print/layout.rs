//! From blocks to pages of placed lines, with the tag tree that tells their order and meaning.

use super::block::Block;
use super::font::{Fonts, Weight};
use super::lines::{Line, break_lines};

/// A4 in points.
pub const PAGE: (f32, f32) = (595.28, 841.89);
/// Left edge of the text.
pub const LEFT: f32 = 62.0;
/// Right edge of the text.
pub const RIGHT: f32 = PAGE.0 - 57.0;
/// First and last place for text below the header and above the footer.
const TOP: f32 = 84.0;
const BOTTOM: f32 = PAGE.1 - 70.0;
const WIDTH: f32 = RIGHT - LEFT;
/// Where the values beside labels begin.
const VALUE: f32 = LEFT + 172.0;
const INDENT: f32 = 16.0;
const CELL_GAP: f32 = 10.0;

/// Size and distance of lines in points.
#[derive(Debug, Clone, Copy)]
struct Style {
    size: f32,
    line: f32,
    weight: Weight,
    ink: Ink,
}

/// What a line is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Body text.
    Text,
    /// Title and headings.
    Heading,
    /// The notice of a draft.
    Notice,
}

const BODY: Style = Style { size: 10.5, line: 14.5, weight: Weight::Regular, ink: Ink::Text };
const LABEL: Style = Style { size: 10.5, line: 14.5, weight: Weight::Semibold, ink: Ink::Text };
const TITLE: Style = Style { size: 21.0, line: 26.0, weight: Weight::Semibold, ink: Ink::Heading };
const NOTICE: Style = Style { size: 11.0, line: 15.0, weight: Weight::Semibold, ink: Ink::Notice };

fn heading(level: u16) -> Style {
    match level {
        0..=2 => Style { size: 14.5, line: 19.0, weight: Weight::Semibold, ink: Ink::Heading },
        3 => Style { size: 11.5, line: 16.0, weight: Weight::Semibold, ink: Ink::Heading },
        _ => Style { size: 10.5, line: 15.0, weight: Weight::Semibold, ink: Ink::Text },
    }
}

/// A line in its place.
pub struct Placed {
    /// The line.
    pub line: Line,
    /// Left edge.
    pub x: f32,
    /// Baseline, from the top of the page.
    pub y: f32,
    /// Ink.
    pub ink: Ink,
    /// Leaf of the tag tree; `None` for what is repeated for the eye only.
    pub leaf: Option<usize>,
}

/// A page.
#[derive(Default)]
pub struct Page {
    /// Lines in the order of drawing.
    pub lines: Vec<Placed>,
    /// Rules: left, right and height from the top.
    pub rules: Vec<(f32, f32, f32)>,
}

/// Meaning of a node of the tag tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    Heading(u16, String),
    Paragraph,
    List,
    Item,
    Bullet,
    ItemBody,
    Table,
    Row,
    HeaderCell,
    Cell,
}

/// A node of the tag tree.
pub struct Node {
    /// What it is.
    pub meaning: Meaning,
    /// What is in it, in reading order.
    pub children: Vec<Child>,
    /// Its language, where it may differ from the file's.
    pub lang: Option<&'static str>,
}

/// A child of a node: a line by its leaf number, or another node.
pub enum Child {
    Leaf(usize),
    Node(Node),
}

/// An entry of the outline that readers of long documents jump by.
pub struct Entry {
    /// Words of the heading.
    pub text: String,
    /// Page from zero.
    pub page: usize,
    /// Height from the top of the page.
    pub y: f32,
}

/// The whole document in place.
pub struct Laid {
    pub pages: Vec<Page>,
    pub tree: Vec<Node>,
    pub outline: Vec<Entry>,
    /// How many leaves there are.
    pub leaves: usize,
}

/// Places every block.
pub fn lay_out(fonts: &Fonts, blocks: &[Block]) -> Laid {
    let mut flow = Flow {
        fonts,
        page: Page::default(),
        y: TOP,
        laid: Laid { pages: Vec::new(), tree: Vec::new(), outline: Vec::new(), leaves: 0 },
        lang: None,
    };
    for block in blocks {
        flow.block(block);
    }
    flow.laid.pages.push(flow.page);
    flow.laid
}

struct Flow<'a> {
    fonts: &'a Fonts,
    page: Page,
    y: f32,
    laid: Laid,
    lang: Option<&'static str>,
}

impl Flow<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.head(1, text, TITLE, 0.0, 8.0),
            Block::Notice(text) => {
                let node = self.run(Meaning::Paragraph, text, NOTICE, LEFT, WIDTH);
                self.push(node);
                self.y += 6.0;
            }
            Block::Heading { level, text } => {
                let before = if *level <= 2 { 14.0 } else { 8.0 };
                self.head(*level, text, heading(*level), before, 2.0);
            }
            Block::Field { label, value } => self.field(label, value),
            Block::Paragraph(text) => {
                let node = self.run(Meaning::Paragraph, text, BODY, LEFT, WIDTH);
                self.push(node);
                self.y += 5.0;
            }
            Block::List(items) => self.list(items),
            Block::Table { head, rows } => self.table(head, rows),
            Block::Rule => {
                self.y += 4.0;
                self.page.rules.push((LEFT, RIGHT, self.y));
                self.y += 4.0;
            }
            Block::NewPage => self.next_page(),
            Block::Language(tag) => self.lang = Some(tag),
        }
    }

    /// A heading keeps at least two lines of what follows on its page.
    fn head(&mut self, level: u16, text: &str, style: Style, before: f32, after: f32) {
        let lines = self.lines(text, style, WIDTH);
        let height = style.line * lines.len() as f32 + before + after + BODY.line * 2.0;
        if self.y + height > BOTTOM {
            self.next_page();
        } else if self.y > TOP {
            self.y += before;
        }
        if (1..=2).contains(&level) {
            let page = self.laid.pages.len();
            self.laid.outline.push(Entry { text: text.to_owned(), page, y: self.y });
        }
        let node = self.place(Meaning::Heading(level, text.to_owned()), lines, style, LEFT);
        self.push(node);
        self.y += after;
    }

    /// Label and value side by side: one paragraph to a screen reader, label first.
    fn field(&mut self, label: &str, value: &str) {
        let labels = self.lines(&format!("{label}:"), LABEL, VALUE - LEFT - CELL_GAP);
        let values = self.lines(value, BODY, RIGHT - VALUE);
        let mut children = Vec::new();
        let mut after = Vec::new();
        let mut values = values.into_iter();
        let mut labels = labels.into_iter();
        loop {
            let (l, v) = (labels.next(), values.next());
            if l.is_none() && v.is_none() {
                break;
            }
            self.room(BODY.line);
            if let Some(line) = l {
                children.push(Child::Leaf(self.put(line, LEFT, LABEL)));
            }
            if let Some(line) = v {
                after.push(Child::Leaf(self.put(line, VALUE, BODY)));
            }
            self.y += BODY.line;
        }
        children.append(&mut after);
        self.push(Node { meaning: Meaning::Paragraph, children, lang: None });
        self.y += 2.5;
    }

    fn list(&mut self, items: &[String]) {
        let mut list = Vec::new();
        for item in items {
            self.room(BODY.line);
            let bullet = self.lines("•", BODY, INDENT).into_iter().next();
            let y = self.y;
            let label = bullet.map(|line| Child::Leaf(self.put(line, LEFT + 3.0, BODY)));
            self.y = y;
            let body = self.run(Meaning::ItemBody, item, BODY, LEFT + INDENT, WIDTH - INDENT);
            let mut children = Vec::new();
            children.extend(label.map(|l| Child::Node(Node { meaning: Meaning::Bullet, children: vec![l], lang: None })));
            children.push(Child::Node(body));
            list.push(Child::Node(Node { meaning: Meaning::Item, children, lang: None }));
            self.y += 1.5;
        }
        self.push(Node { meaning: Meaning::List, children: list, lang: None });
        self.y += 4.0;
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        let widths = self.columns(head, rows);
        let mut children = vec![Child::Node(self.row(Meaning::HeaderCell, head, &widths, LABEL))];
        for row in rows {
            children.push(Child::Node(self.row(Meaning::Cell, row, &widths, BODY)));
        }
        self.push(Node { meaning: Meaning::Table, children, lang: None });
        self.y += 6.0;
    }

    /// Widths of the columns, shared out by the widest text of each, none below a sixth of the page.
    fn columns(&self, head: &[String], rows: &[Vec<String>]) -> Vec<f32> {
        let widest = |i: usize| {
            let cells = rows.iter().filter_map(|r| r.get(i)).chain(head.get(i));
            cells.flat_map(|t| self.lines(t, LABEL, WIDTH)).map(|l| l.width).fold(WIDTH / 6.0, f32::max)
        };
        let wanted: Vec<f32> = (0..head.len()).map(widest).collect();
        let sum: f32 = wanted.iter().sum();
        wanted.iter().map(|w| w / sum * WIDTH).collect()
    }

    fn row(&mut self, cell: Meaning, texts: &[String], widths: &[f32], style: Style) -> Node {
        let mut cells: Vec<(f32, std::vec::IntoIter<Line>, Vec<Child>)> = Vec::new();
        let mut x = LEFT;
        let mut most = 0;
        for (text, width) in texts.iter().zip(widths) {
            let lines = self.lines(text, style, width - CELL_GAP);
            most = most.max(lines.len());
            cells.push((x, lines.into_iter(), Vec::new()));
            x += width;
        }
        // A row stays whole when it fits on a page; one that does not goes on line by line.
        let height = style.line * most as f32;
        if height < BOTTOM - TOP {
            self.room(height);
        }
        for _ in 0..most {
            self.room(style.line);
            for (x, lines, leaves) in &mut cells {
                if let Some(line) = lines.next() {
                    leaves.push(Child::Leaf(self.put(line, *x, style)));
                }
            }
            self.y += style.line;
        }
        self.y += 2.0;
        self.page.rules.push((LEFT, RIGHT, self.y));
        self.y += 3.0;
        let children =
            cells.into_iter().map(|(_, _, leaves)| Child::Node(Node { meaning: cell.clone(), children: leaves, lang: None })).collect();
        Node { meaning: Meaning::Row, children, lang: None }
    }

    fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        break_lines(self.fonts, style.weight, style.size, text, width)
    }

    /// A paragraph of lines below one another.
    fn run(&mut self, meaning: Meaning, text: &str, style: Style, x: f32, width: f32) -> Node {
        let lines = self.lines(text, style, width);
        // No first line alone at the foot of a page.
        if lines.len() > 1 {
            self.room(style.line * 2.0);
        }
        self.place(meaning, lines, style, x)
    }

    fn place(&mut self, meaning: Meaning, lines: Vec<Line>, style: Style, x: f32) -> Node {
        let mut children = Vec::new();
        for line in lines {
            self.room(style.line);
            children.push(Child::Leaf(self.put(line, x, style)));
            self.y += style.line;
        }
        Node { meaning, children, lang: None }
    }

    /// Draws a line at the present height and gives its leaf.
    fn put(&mut self, line: Line, x: f32, style: Style) -> usize {
        let leaf = self.laid.leaves;
        self.laid.leaves += 1;
        let y = self.y + style.size;
        self.page.lines.push(Placed { line, x, y, ink: style.ink, leaf: Some(leaf) });
        leaf
    }

    fn push(&mut self, mut node: Node) {
        if !node.children.is_empty() {
            node.lang = self.lang;
            self.laid.tree.push(node);
        }
    }

    fn room(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.next_page();
        }
    }

    fn next_page(&mut self) {
        self.laid.pages.push(std::mem::take(&mut self.page));
        self.y = TOP;
    }
}
