namespace OmeZarr.Writing.Publication;

/// <summary>How hierarchies are moved to their destinations.</summary>
/// <param name="IsFlushed">Whether to flush everything to disk before a call returns. Data that replaces other data is flushed in any case.</param>
/// <param name="AvoidsExchange">Whether to avoid the exchange of two folders by one system call; tests set it to run the steps of systems without such a call.</param>
internal readonly record struct PublicationOptions(bool IsFlushed, bool AvoidsExchange)
{
    internal static PublicationOptions Of(WriteOptions options) => new(options.Durability == Durability.Flushed, options.AvoidsExchange);
}
