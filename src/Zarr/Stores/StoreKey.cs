namespace Zarr.Stores;

/// <summary>
/// The name of one value in a store: parts separated by <c>/</c>, such as <c>0/c/1/2/3</c> (Zarr v3 core, section "Stores").
/// A key cannot leave its store: no part is empty, <c>.</c> or <c>..</c>, and none holds a backslash or a control character.
/// </summary>
/// <remarks>An immutable value, compared ordinally.</remarks>
public readonly record struct StoreKey
{
    private readonly string? value;

    /// <summary>A key from its text.</summary>
    /// <exception cref="ArgumentException">The text is not a key that every store can hold; the message says why.</exception>
    public StoreKey(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        StorePart.RequireValid(value, "a store key");
        this.value = value;
    }

    /// <summary>The text of the key.</summary>
    public string Value => value ?? throw new InvalidOperationException("default(StoreKey) names nothing");

    /// <summary>The text of the key.</summary>
    public override string ToString() => value ?? string.Empty;
}

/// <summary>The beginning of keys: the path of a node such as <c>A/1/0</c>, without a slash at either end, or nothing at all for the root.</summary>
/// <remarks>The same rules as for <see cref="StoreKey"/>. An immutable value, compared ordinally.</remarks>
public readonly record struct StorePrefix
{
    private readonly string? value;

    /// <summary>A prefix from its text; the empty text is the root.</summary>
    /// <exception cref="ArgumentException">The text is not a valid prefix; the message says why.</exception>
    public StorePrefix(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > 0)
        {
            StorePart.RequireValid(value, "a store prefix");
            this.value = value; // Left null for the root, so that it equals default.
        }
    }

    /// <summary>The prefix of all keys.</summary>
    public static StorePrefix Root => default;

    /// <summary>Whether this is the prefix of all keys.</summary>
    public bool IsRoot => Value.Length == 0;

    /// <summary>The text of the prefix, empty for the root.</summary>
    public string Value => value ?? string.Empty;

    /// <summary>The prefix one part shorter.</summary>
    /// <exception cref="InvalidOperationException">This is the root.</exception>
    public StorePrefix Parent
    {
        get
        {
            if (IsRoot)
            {
                throw new InvalidOperationException("the root has no parent");
            }

            var slash = Value.LastIndexOf('/');
            return slash < 0 ? Root : new StorePrefix(Value[..slash]);
        }
    }

    /// <summary>The prefix <paramref name="prefix"/>/<paramref name="relative"/>; <paramref name="relative"/> may have several parts.</summary>
    public static StorePrefix operator /(StorePrefix prefix, string relative) => prefix.Append(relative);

    /// <summary>This prefix followed by further parts.</summary>
    /// <exception cref="ArgumentException"><paramref name="relative"/> is not valid.</exception>
    public StorePrefix Append(string relative) => new(IsRoot ? relative : $"{Value}/{relative}");

    /// <summary>The key that follows this prefix.</summary>
    /// <exception cref="ArgumentException"><paramref name="relative"/> is not valid.</exception>
    public StoreKey Key(string relative) => new(IsRoot ? relative : $"{Value}/{relative}");

    /// <summary>The text of the prefix, empty for the root.</summary>
    public override string ToString() => Value;
}
