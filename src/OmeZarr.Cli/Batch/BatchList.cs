namespace OmeZarr.Cli.Batch;

/// <summary>Reads a list of conversions: a CSV file whose first row names the columns.</summary>
internal static class BatchList
{
    private const string Input = "input";
    private const string Output = "output";
    private const long MaxBytes = 64 << 20;

    private static readonly string[] Flags = ["keep-levels", "orient", "rgb", "strict", "checksum", "no-ome-xml", "append", "skip-existing", "overwrite", "sync"];
    private static readonly string[] Yes = ["yes", "true", "1"];
    private static readonly string[] No = ["no", "false", "0"];

    /// <exception cref="UsageException">The file is missing, or is no such list.</exception>
    internal static IReadOnlyList<BatchRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"--batch {Quote.IfNeeded(path)}: no such file");
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new UsageException($"--batch {Quote.IfNeeded(path)}: has more than {ByteSize.Text(MaxBytes)}, so it is no list of conversions");
        }

        var rows = CsvReader.Read(File.ReadAllText(path), $"--batch {Quote.IfNeeded(path)}");
        if (rows.Count < 2)
        {
            throw new UsageException($"--batch {Quote.IfNeeded(path)}: expected a row with the names of columns, such as input,output,name, and a row for each conversion");
        }

        string[] columns = [.. rows[0].Cells.Select(cell => cell.Trim().ToLowerInvariant())];
        foreach (var required in (string[])[Input, Output])
        {
            if (!columns.Contains(required))
            {
                throw new UsageException($"--batch {Quote.IfNeeded(path)}: there is no column \"{required}\" among {string.Join(", ", columns)}");
            }
        }

        return [.. rows.Skip(1).Select(row => RowOf(columns, row, path))];
    }

    private static BatchRow RowOf(string[] columns, CsvRow row, string path)
    {
        if (row.Cells.Count != columns.Length)
        {
            throw new UsageException($"--batch {Quote.IfNeeded(path)}: line {row.Line} has {row.Cells.Count} cells, the first row has {columns.Length}");
        }

        var cells = columns.Zip(row.Cells).ToList();
        string Cell(string name) => cells.First(cell => cell.First == name).Second.Trim();
        return new BatchRow(
            row.Line,
            Cell(Input).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Cell(Output),
            [.. cells.Where(cell => cell.First is not (Input or Output) && cell.Second.Trim().Length > 0).SelectMany(cell => OptionOf(cell.First, cell.Second.Trim(), row.Line))]);
    }

    private static IEnumerable<string> OptionOf(string name, string value, int line)
    {
        if (name == "series")
        {
            return No.Contains(value) && value != "0" ? [] : [$"--series={(Yes.Contains(value) && value != "1" ? "all" : value)}"];
        }

        return !Flags.Contains(name) ? [$"--{name}={value}"]
            : Yes.Contains(value.ToLowerInvariant()) ? [$"--{name}"]
            : No.Contains(value.ToLowerInvariant()) ? []
            : throw new UsageException($"line {line}: {name} is {Quote.IfNeeded(value)}; expected yes or no");
    }
}
