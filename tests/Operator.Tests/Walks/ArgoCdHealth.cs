using System.Text.Json;
using KeraLua;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Operator.Tests.Walks;

/// <summary>The health check of <c>config/argocd</c>, run by Lua as Argo CD runs it: the object is in the global <c>obj</c>.</summary>
internal sealed class ArgoCdHealth
{
    private const string Key = "resource.customizations.health.compute.iaas.dev_";
    private readonly YamlNode _checks;

    private ArgoCdHealth(YamlNode checks) => _checks = checks;

    /// <summary>The check as a cluster has it after it was applied.</summary>
    public static ArgoCdHealth Of(string configMap)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(configMap));
        return new(yaml.Documents[0].RootNode["data"]);
    }

    /// <summary>What Argo CD would show for an object.</summary>
    public (string Status, string Message) Of(JsonElement entity)
    {
        using var lua = new Lua();
        lua.Encoding = System.Text.Encoding.UTF8;
        Push(lua, entity);
        lua.SetGlobal("obj");
        var failed = lua.DoString(_checks[Key + entity.GetProperty("kind").GetString()].ToString());
        Assert.False(failed, failed ? lua.ToString(-1) : "");
        return (Field(lua, "status"), Field(lua, "message"));
    }

    private static string Field(Lua lua, string name)
    {
        lua.GetField(-1, name);
        var text = lua.ToString(-1);
        lua.Pop(1);
        return text;
    }

    private static void Push(Lua lua, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                lua.NewTable();
                foreach (var member in value.EnumerateObject())
                {
                    Push(lua, member.Value);
                    lua.SetField(-2, member.Name);
                }

                break;
            case JsonValueKind.Array:
                lua.NewTable();
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Push(lua, item);
                    lua.RawSetInteger(-2, index + 1);
                }

                break;
            case JsonValueKind.String:
                lua.PushString(value.GetString());
                break;
            case JsonValueKind.Number:
                lua.PushNumber(value.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                lua.PushBoolean(value.GetBoolean());
                break;
            default:
                lua.PushNil();
                break;
        }
    }
}
