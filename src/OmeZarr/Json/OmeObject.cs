using OmeZarr.Json;

namespace OmeZarr;

/// <summary>A JSON object of the specification. Immutable; two are equal if all their members are.</summary>
public abstract record OmeObject
{
    private protected OmeObject()
    {
    }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>Passes all members that the specification defines to the writer, in the order of the specification.</summary>
    internal abstract void Write(ObjectWriter json);
}
