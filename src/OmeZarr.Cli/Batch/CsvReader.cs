using System.Text;

namespace OmeZarr.Cli.Batch;

/// <summary>Reads CSV (RFC 4180): cells separated by commas, in quotation marks where they hold commas, quotation marks or line ends. Empty lines are left out.</summary>
internal static class CsvReader
{
    /// <param name="text">The text.</param>
    /// <param name="source">Where it is from, for messages.</param>
    /// <exception cref="UsageException">A quotation mark is not closed.</exception>
    internal static IReadOnlyList<CsvRow> Read(string text, string source)
    {
        var (rows, cells, cell) = (new List<CsvRow>(), new List<string>(), new StringBuilder());
        var (line, begun, isQuoted) = (1, 1, false);
        for (var i = text.StartsWith('\uFEFF') ? 1 : 0; i < text.Length; i++)
        {
            var letter = text[i];
            line += letter == '\n' ? 1 : 0;
            if (letter == '"' && isQuoted && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[++i]);
            }
            else if (letter == '"' && (isQuoted || cell.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || letter is not (',' or '\n' or '\r'))
            {
                cell.Append(letter);
            }
            else if (letter != '\r')
            {
                EndCell();
                EndRow(letter == '\n');
            }
        }

        if (isQuoted)
        {
            throw new UsageException($"{source}: a quotation mark in line {begun} or below is not closed");
        }

        EndCell();
        EndRow(true);
        return rows;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow(bool isOver)
        {
            if (!isOver)
            {
                return;
            }

            if (cells.Count > 1 || cells[0].Trim().Length > 0)
            {
                rows.Add(new CsvRow(begun, [.. cells]));
            }

            cells.Clear();
            begun = line;
        }
    }
}

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line where it begins, counted from 1.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);
