namespace OmeZarr.Cli.Text;

/// <summary>Suggests a word for a mistyped one.</summary>
internal static class Suggestion
{
    /// <summary>The end of an error message: <c>; did you mean --json?</c>, or nothing if no word is similar.</summary>
    internal static string For(string typed, IEnumerable<string> known)
    {
        var name = typed.Split('=', 2)[0];
        var nearest = known.Select(word => (Word: word, Distance: Distance(name, word))).OrderBy(one => one.Distance).FirstOrDefault();
        return nearest.Word is not null && nearest.Distance <= Math.Max(1, nearest.Word.TrimStart('-').Length / 3) ? $"; did you mean {nearest.Word}?" : string.Empty;
    }

    /// <summary>The Levenshtein distance.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
