namespace OmeZarr.Json;

/// <summary>A location in a document, as a chain of names and indices. It becomes text only when a finding needs it.</summary>
internal sealed class JsonPlace
{
    private readonly JsonPlace? parent;
    private readonly string? name;
    private readonly int index;

    /// <summary>The location where the metadata begin.</summary>
    internal JsonPlace(string root)
        : this(null, root, -1)
    {
    }

    private JsonPlace(JsonPlace? parent, string? name, int index) => (this.parent, this.name, this.index) = (parent, name, index);

    /// <summary>Position in the list; -1 outside of lists.</summary>
    internal int Index => index;

    internal JsonPlace Member(string member) => new(this, member, -1);

    internal JsonPlace Item(int position) => new(this, null, position);

    /// <summary>The path: <c>ome.multiscales[0].axes</c>.</summary>
    public override string ToString()
    {
        var above = parent?.ToString() ?? string.Empty;
        return index >= 0 ? $"{above}[{index}]" : above.Length == 0 ? name! : $"{above}.{name}";
    }
}
