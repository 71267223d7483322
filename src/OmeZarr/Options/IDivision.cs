namespace OmeZarr;

/// <summary>Says what of a hierarchy a writer writes. <c>Writing/Dividing</c> carries it out; options only hand it on.</summary>
internal interface IDivision;
