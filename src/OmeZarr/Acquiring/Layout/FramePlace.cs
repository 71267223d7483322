namespace OmeZarr.Acquiring.Layout;

/// <summary>Where a frame belongs.</summary>
/// <param name="Image">The image: the position, counted from 0.</param>
/// <param name="Index">Its index along each stored axis but y and x.</param>
internal readonly record struct FramePlace(int Image, long[] Index);
