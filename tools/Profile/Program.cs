using ComputeOperator.Profile;

return ProfileTool.Run(args, Console.Out, Console.Error);
