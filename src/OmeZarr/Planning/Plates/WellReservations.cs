using Zarr;

namespace OmeZarr.Planning;

/// <summary>Reserved wells. Rejects duplicates, names that differ only in case, and inconsistent acquisitions.</summary>
/// <param name="fixedAcquisitions">The acquisitions that the caller gives; null if they follow from the fields.</param>
/// <param name="byField">Whether to reserve single fields, so that other fields can be added to the well later; false to reserve whole wells.</param>
internal sealed class WellReservations(IReadOnlySet<long>? fixedAcquisitions, bool byField = false)
{
    private readonly Dictionary<string, string> reserved = new(byField ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    private readonly Uses<string> rows = new(StringComparer.OrdinalIgnoreCase);
    private readonly Uses<string> columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Uses<long> acquisitions = new(EqualityComparer<long>.Default);
    private int withoutAcquisition;

    /// <summary>Reserves a well, or its fields.</summary>
    /// <param name="well">The well.</param>
    /// <param name="how">The origin of the well in error messages, for example <c>added via AddWell</c>.</param>
    /// <exception cref="ArgumentException">The well is already reserved, or does not fit the others.</exception>
    internal void Reserve(WellPlan well, string how)
    {
        RequireFree(well);
        RequireSameCase("row", well.Row, rows);
        RequireSameCase("column", well.Column, columns);
        RequireAcquisitions(well);
        foreach (var name in NamesOf(well))
        {
            reserved.Add(name, how);
        }

        rows.Add(well.Row);
        columns.Add(well.Column);
        foreach (var field in well.Fields)
        {
            Count(field.Acquisition, 1);
        }
    }

    /// <summary>Cancels the reservation of a well.</summary>
    internal void Release(WellPlan well)
    {
        foreach (var name in NamesOf(well))
        {
            reserved.Remove(name);
        }

        rows.Remove(well.Row);
        columns.Remove(well.Column);
        foreach (var field in well.Fields)
        {
            Count(field.Acquisition, -1);
        }
    }

    private IEnumerable<string> NamesOf(WellPlan well) => byField ? well.Fields.Select(field => $"{well.Path}/{field.Path}") : [well.Path];

    private void RequireFree(WellPlan well)
    {
        foreach (var name in NamesOf(well).Where(reserved.ContainsKey))
        {
            throw new ArgumentException(byField
                ? $"{well.Name}, field {name[(well.Path.Length + 1)..]} was already {reserved[name]}; choose another name"
                : $"{well.Name} was already {reserved[name]}; all its fields are written together");
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

    /// <summary>Requires that every field names its acquisition if the plate has more than one (OME-Zarr 0.5, section "well").</summary>
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
            throw new ArgumentException($"{well.Name}: with it the plate has {count} acquisitions, and {Counted.Of(without, "field")} without one; give each its acquisition");
        }
    }

    /// <summary>Values with reference counts.</summary>
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
