using System.Text.Json;

namespace OmeZarr.Writing.Dividing;

/// <summary>
/// Reads a plan or a receipt token by token, without a tree of all values: a task needs few of them, and a plan has thousands. Others may have changed the document, so each value is checked.
/// </summary>
internal ref struct JsonTokens
{
    private Utf8JsonReader reader;

    /// <summary>Begins at the first token.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal JsonTokens(ReadOnlySpan<byte> utf8)
    {
        reader = new Utf8JsonReader(utf8);
        Advance();
    }

    /// <summary>The index of the first byte of the current value.</summary>
    internal readonly int Start => checked((int)reader.TokenStartIndex);

    /// <summary>The index behind what was read.</summary>
    internal readonly int End => checked((int)reader.BytesConsumed);

    /// <summary>Reads a whole document.</summary>
    /// <typeparam name="T">What it says.</typeparam>
    /// <param name="utf8">The document.</param>
    /// <param name="read">Reads it; it stands on the first token.</param>
    /// <exception cref="InvalidDataException">It is no JSON, or something else than expected.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> utf8, Reading<T> read)
    {
        try
        {
            var tokens = new JsonTokens(utf8);
            var found = read(ref tokens);
            return tokens.reader.Read() ? throw Damaged("document") : found;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"this is no JSON: {e.Message}", e); // a text that is no UTF-8 is an InvalidOperationException
        }
    }

    /// <summary>Goes to the next token.</summary>
    internal void Advance()
    {
        if (!reader.Read())
        {
            throw Damaged("document");
        }
    }

    /// <summary>Requires that an object begins here. <see cref="NextMember"/> goes through it.</summary>
    internal readonly void BeginObject(string name) => Require(JsonTokenType.StartObject, name);

    /// <summary>Requires that a list begins here. <see cref="NextItem"/> goes through it.</summary>
    internal readonly void BeginList(string name) => Require(JsonTokenType.StartArray, name);

    /// <summary>Goes to the value of the next member of an object.</summary>
    /// <returns>The name of the member; null at the end of the object.</returns>
    internal string? NextMember()
    {
        Advance();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var name = reader.GetString();
        Advance();
        return name;
    }

    /// <summary>Goes to the next value of a list.</summary>
    /// <returns>False at the end of the list.</returns>
    internal bool NextItem()
    {
        Advance();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Goes to the next value of a list, which has one.</summary>
    internal void RequireItem(string name)
    {
        if (!NextItem())
        {
            throw Damaged(name);
        }
    }

    /// <summary>Goes to the next value of a list, which is a text.</summary>
    internal string NextText(string name)
    {
        RequireItem(name);
        return Text(name);
    }

    /// <summary>Goes to the next value of a list, which is an integer.</summary>
    internal long NextInteger(string name)
    {
        RequireItem(name);
        return Integer(name);
    }

    /// <summary>Goes to the end of a list, which has no further values.</summary>
    internal void EndList(string name)
    {
        if (NextItem())
        {
            throw Damaged(name);
        }
    }

    /// <summary>Goes to the end of a value of any kind.</summary>
    internal void Skip() => reader.Skip();

    /// <summary>The text here.</summary>
    internal readonly string Text(string name)
    {
        Require(JsonTokenType.String, name);
        return reader.GetString()!;
    }

    /// <summary>The number here, 0 or more.</summary>
    internal readonly long Integer(string name) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0 ? number : throw Damaged(name);

    /// <summary>The number here, which is a count.</summary>
    internal readonly int Count(string name) => Integer(name) is <= int.MaxValue and var number ? (int)number : throw Damaged(name);

    /// <summary>The truth value here.</summary>
    internal readonly bool Flag(string name) => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Damaged(name);

    /// <summary>The bytes that the text here stands for.</summary>
    internal readonly byte[] Base64(string name) => reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw Damaged(name);

    /// <summary>The list of texts that begins here.</summary>
    internal IReadOnlyList<string> Texts(string name)
    {
        BeginList(name);
        var texts = new List<string>();
        while (NextItem())
        {
            texts.Add(Text(name));
        }

        return texts;
    }

    internal static InvalidDataException Damaged(string name) => new($"the document is damaged: \"{name}\" is missing or is something else than expected");

    private readonly void Require(JsonTokenType kind, string name)
    {
        if (reader.TokenType != kind)
        {
            throw Damaged(name);
        }
    }

    /// <summary>Reads a document from its first token to its last.</summary>
    internal delegate T Reading<out T>(ref JsonTokens tokens);
}
