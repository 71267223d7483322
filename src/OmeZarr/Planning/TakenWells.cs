namespace OmeZarr.Planning;

/// <summary>The wells that are written or will be, and what they leave for others.</summary>
/// <param name="fixedAcquisitions">The acquisitions, if they are given.</param>
/// <param name="byField">Whether a builder reserves each field, so that other fields can join the well later; false to reserve the well as a whole.</param>
internal sealed class TakenWells(IReadOnlySet<long>? fixedAcquisitions, bool byField = false)
{
    private readonly Dictionary<string, string> taken = [];
    private readonly Uses<string> rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly Uses<string> columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Uses<long> acquisitions = new(EqualityComparer<long>.Default);
    private int withoutAcquisition;

    /// <summary>Takes a well.</summary>
    /// <param name="well">The well.</param>
    /// <param name="how">What errors say has happened to it, for example <c>added via AddWell</c>.</param>
    /// <exception cref="ArgumentException">It is taken, or does not fit the others.</exception>
    internal void Take(WellPlan well, string how)
    {
        RequireFree(well);
        RequireSameCase("row", well.Row, rows);
        RequireSameCase("column", well.Column, columns);
        RequireAcquisitions(well);
        foreach (var name in NamesOf(well))
        {
            taken.Add(name, how);
        }

        rows.Add(well.Row);
        columns.Add(well.Column);
        foreach (var field in well.Fields)
        {
            Count(field.Acquisition, 1);
        }
    }

    /// <summary>Gives a well back.</summary>
    internal void Release(WellPlan well)
    {
        foreach (var name in NamesOf(well))
        {
            taken.Remove(name);
        }

        rows.Remove(well.Row);
        columns.Remove(well.Column);
        foreach (var field in well.Fields)
        {
            Count(field.Acquisition, -1);
        }
    }

    private IEnumerable<string> NamesOf(WellPlan well) => byField ? well.Fields.Select(field => $"{well.Path}/{field.Path}".ToUpperInvariant()) : [well.Path];

    private void RequireFree(WellPlan well)
    {
        foreach (var name in NamesOf(well).Where(taken.ContainsKey))
        {
            throw new ArgumentException(byField
                ? $"{well.Name}, field {name[(well.Path.Length + 1)..]} was already {taken[name]}; choose another name"
                : $"{well.Name} was already {taken[name]}; all its fields are written together");
        }
    }

    private void Count(long? acquisition, int change)
    {
        if (acquisition is not { } id)
        {
            withoutAcquisition += change;
        }
        else if (change > 0)
        {
            acquisitions.Add(id);
        }
        else
        {
            acquisitions.Remove(id);
        }
    }

    private static void RequireSameCase(string what, string name, Uses<string> names)
    {
        if (names.TryGet(name, out var other) && other != name)
        {
            throw new ArgumentException($"the {what}s \"{other}\" and \"{name}\" differ only in case, and would be one folder on some file systems");
        }
    }

    /// <summary>Once a plate has several acquisitions, every field says which is its own (OME-Zarr 0.5, section "well").</summary>
    private void RequireAcquisitions(WellPlan well)
    {
        if (fixedAcquisitions is not null)
        {
            return;
        }

        var own = well.Fields.Where(field => field.Acquisition is not null).Select(field => field.Acquisition!.Value).Distinct();
        var count = acquisitions.Count + own.Count(id => !acquisitions.TryGet(id, out _));
        var without = withoutAcquisition + well.Fields.Count(field => field.Acquisition is null);
        if (count > 1 && without > 0)
        {
            throw new ArgumentException($"{well.Name}: with it the plate has {count} acquisitions, and {without} fields that do not say theirs; give each its acquisition");
        }
    }

    /// <summary>Values, and how often each is used.</summary>
    private sealed class Uses<T>(IEqualityComparer<T> comparer)
        where T : notnull
    {
        private readonly Dictionary<T, (T Value, int Count)> uses = new(comparer);

        public int Count => uses.Count;

        public bool TryGet(T value, out T used)
        {
            var found = uses.TryGetValue(value, out var use);
            used = use.Value;
            return found;
        }

        public void Add(T value) => uses[value] = uses.TryGetValue(value, out var use) ? (use.Value, use.Count + 1) : (value, 1);

        public void Remove(T value)
        {
            if (uses[value] is { Count: > 1 } use)
            {
                uses[value] = (use.Value, use.Count - 1);
            }
            else
            {
                uses.Remove(value);
            }
        }
    }
}
