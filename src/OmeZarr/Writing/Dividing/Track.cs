namespace OmeZarr.Writing.Dividing;

/// <summary>
/// Levels of an image that are written together. The units of the last of these levels divide the work: below each lie whole units of the others. Or the track is not divided.
/// </summary>
/// <param name="Wave">When it is written: tracks of one wave need only tracks of earlier waves.</param>
/// <param name="Source">The level from which it is computed: level 0, or a level that an earlier track has stored.</param>
/// <param name="First">The first level that it writes: the source if that is given, otherwise the next one.</param>
/// <param name="Top">The last level that it writes.</param>
/// <param name="Pieces">Number of pieces into which it can be divided: 1 if it is not, otherwise the number of units of the last level.</param>
/// <param name="IsWhole">Whether it is not divided.</param>
internal sealed record Track(int Wave, int Source, int First, int Top, long Pieces, bool IsWhole);
