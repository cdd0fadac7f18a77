using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ComputeOperator.Manifests.XmlDocs;

/// <summary>Documentation markup as text that reads well in <c>kubectl explain</c>.</summary>
internal static partial class PlainText
{
    public static string Of(XElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        var lines = text.ToString().Split('\n').Select(line => line.Trim());
        return ManyBlankLines().Replace(string.Join('\n', lines).Trim(), "\n\n");
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText words:
                    text.Append(Whitespace().Replace(words.Value, " "));
                    break;
                case XElement child:
                    AppendElement(text, child);
                    break;
            }
        }
    }

    private static void AppendElement(StringBuilder text, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "para":
                AppendBlock(text, element, "\n\n", "\n\n");
                break;
            case "list":
                AppendBlock(text, element, "\n", "\n");
                break;
            case "item":
                AppendBlock(text, element, "\n- ", "");
                break;
            case "term" when element.ElementsAfterSelf("description").Any():
                AppendBlock(text, element, "", ": ");
                break;
            case "see" or "seealso" or "paramref" or "typeparamref" when !element.Nodes().Any():
                text.Append(Reference(element));
                break;
            default:
                Append(text, element);
                break;
        }
    }

    private static void AppendBlock(StringBuilder text, XElement element, string before, string after)
    {
        text.Append(before);
        Append(text, element);
        text.Append(after);
    }

    private static string Reference(XElement element) =>
        element.Attribute("cref")?.Value is { } cref
            ? MemberReference.NameOf(cref)
            : element.Attributes().FirstOrDefault()?.Value ?? "";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBlankLines();
}
