namespace OmeZarr.Json;

/// <summary>A record that can be read from a JSON object.</summary>
internal interface IJsonObject<TSelf>
    where TSelf : OmeObject, IJsonObject<TSelf>
{
    /// <summary>
    /// Reads all members that the specification defines, in its order. The caller adds the extra members, and throws the result away if a
    /// required member is missing (<see cref="ObjectReader.IsComplete"/>).
    /// </summary>
    static abstract TSelf Read(ObjectReader json);
}
