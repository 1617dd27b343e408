import type { IdentityMapping } from '../sources/identity.ts';

/**
 * Where telemetry carries who called: the semantic conventions have no field for an account, so this is what gateways
 * write. `service.name` is not among them, because it would put all traffic under one account.
 */
export const defaultOtlpIdentity: IdentityMapping = {
  account_id: [
    'user.id',
    'enduser.id',
    'enduser.pseudo.id',
    'user.hash',
    'user_id',
    'account.id',
    'tenant.id',
    'metadata.user_api_key_user_id',
  ],
  api_key_id: ['api_key.id', 'api_key_id', 'metadata.user_api_key_hash'],
  org_id: ['organization.id', 'org.id', 'metadata.user_api_key_org_id'],
  end_user_id: ['end_user.id', 'safety_identifier', 'metadata.user_api_key_end_user_id'],
  session_id: ['gen_ai.conversation.id', 'session.id'],
  ip: ['client.address', 'client.ip', 'http.client_ip', 'metadata.requester_ip_address'],
  user_agent: ['user_agent.original', 'http.user_agent'],
};
