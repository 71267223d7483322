// Copies a documentation file without the members that users of the assembly do not see: PackageDocs ASSEMBLY.dll DOCUMENTATION.xml OUTPUT.xml
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using PackageDocs;

using var assembly = new PEReader(File.OpenRead(args[0]));
var visible = VisibleMembers.Of(assembly.GetMetadataReader());
var document = XDocument.Load(args[1]);
document.Descendants("member").Where(member => !visible.Contains((string?)member.Attribute("name") ?? string.Empty)).Remove();
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[2]))!);
document.Save(args[2]);
