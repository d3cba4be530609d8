//! A table as a workbook (Office Open XML): texts as texts, which no spreadsheet computes, dates as dates, a heading that stays.

use kernel::{Lang, Text};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::table::{Cell, Table};
use chrono::{Datelike, NaiveDate};

/// What a table is of: shown on the workbook's second sheet, for whoever opens the file later.
#[derive(Clone, Debug)]
pub struct About {
    pub lines: Vec<(Text, String)>,
}

/// The longest text a cell of the format takes, in characters.
const LONGEST: usize = 32_767;

pub fn write(table: &Table, about: &About, name: &Text, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format(if lang == Lang::En { "yyyy-mm-dd" } else { "d.m.yyyy" });
    let sheet = book.add_worksheet();
    sheet.set_name(name.get(lang))?;
    for (column, heading) in (0_u16..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            put(sheet, row, column, cell, &day)?;
        }
    }
    if let (Ok(rows), Ok(columns)) = (u32::try_from(table.rows.len()), u16::try_from(table.headings.len()))
        && columns > 0
    {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name(Text::new("Tietoja", "Uppgifter", "About").get(lang))?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 60)?;
    for (row, (what, value)) in (0_u32..).zip(&about.lines) {
        sheet.write_string_with_format(row, 0, what.get(lang), &bold)?;
        sheet.write_string(row, 1, value)?;
    }
    book.save_to_buffer()
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, day: &Format) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            // Control characters are no XML; the rest is written as a string, never as a formula.
            let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(LONGEST).collect();
            sheet.write_string(row, column, text)?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Date(None) => {}
        Cell::Date(Some(date)) => {
            sheet.write_datetime_with_format(row, column, &excel(*date)?, day)?;
        }
    }
    Ok(())
}

fn excel(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, u8::try_from(date.month()).unwrap_or(1), u8::try_from(date.day()).unwrap_or(1))
}

/// Wide enough for what stands in the column, within reason; in characters.
fn width(table: &Table, column: usize) -> f64 {
    let longest = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text(Lang::Fi).chars().count());
    let heading = table.headings.get(column).map_or(0, |h| h.chars().count() + 3);
    let chars = longest.chain([heading]).max().unwrap_or(10).clamp(8, 44);
    f64::from(u32::try_from(chars).unwrap_or(10)) + 1.0
}
